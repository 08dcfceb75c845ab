using System.Buffers.Binary;

namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>
/// Reads a message in Protocol Buffers' wire format, field by field. Whatever the bytes are, it ends: with the message, or
/// with an <see cref="InvalidDataException"/>. It copies nothing and never reads beyond them.
/// </summary>
/// <seealso href="https://protobuf.dev/programming-guides/encoding/"/>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;
    private int _wireType = -1;

    /// <summary>The number of the next field, whose value is then to be read or skipped; 0 at the end.</summary>
    public int NextField()
    {
        if (_rest.IsEmpty)
            return 0;
        var tag = TakeVarint();
        _wireType = (int)(tag & 7);
        return tag >> 3 is > 0 and <= (1 << 29) - 1 and var number ? (int)number : throw new InvalidDataException("a field has no number");
    }

    /// <summary>A number of variable length.</summary>
    public ulong ReadVarint()
    {
        Require(Varint);
        return TakeVarint();
    }

    /// <summary>A signed number of variable length, as <c>sint32</c> has it.</summary>
    public int ReadSigned()
    {
        var bits = ReadVarint();
        return bits <= uint.MaxValue ? (int)(bits >> 1) ^ -(int)(bits & 1) : throw new InvalidDataException("a number has more than 32 bits");
    }

    /// <summary>Eight bytes.</summary>
    public ulong ReadFixed64()
    {
        Require(Fixed64);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
    }

    /// <summary>A number of double precision.</summary>
    public double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadFixed64());

    /// <summary>A message within this one, a text, or packed numbers.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        Require(Bytes);
        return Take(TakeVarint());
    }

    /// <summary>
    /// Non-negative numbers that are repeated, packed or one by one.
    /// </summary>
    /// <param name="numbers">Takes them.</param>
    /// <param name="most">How many it may hold then.</param>
    public void ReadCounts(List<long> numbers, int most)
    {
        if (_wireType == Varint)
        {
            Add(ReadVarint());
            return;
        }

        var packed = new ProtobufReader(ReadBytes());
        while (!packed._rest.IsEmpty)
            Add(packed.TakeVarint());

        void Add(ulong number)
        {
            if (numbers.Count >= most || number > long.MaxValue)
                throw new InvalidDataException(numbers.Count >= most ? $"there are more than {most} numbers in a row" : "a count is too large");
            numbers.Add((long)number);
        }
    }

    /// <summary>Passes over the field's value.</summary>
    public void Skip()
    {
        switch (_wireType)
        {
            case Varint:
                TakeVarint();
                break;
            case Fixed64:
                Take(sizeof(ulong));
                break;
            case Bytes:
                Take(TakeVarint());
                break;
            case Fixed32:
                Take(sizeof(uint));
                break;
            default:
                throw new InvalidDataException($"there is no wire type {_wireType}");
        }
    }

    private readonly void Require(int wireType)
    {
        if (_wireType != wireType)
            throw new InvalidDataException($"a field has wire type {_wireType} in place of {wireType}");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw new InvalidDataException("it ends within a field");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private ulong TakeVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return shift < 63 || part <= 1 ? value : throw new InvalidDataException("a number has more than 64 bits");
        }

        throw new InvalidDataException("a number has more than 64 bits");
    }
}
