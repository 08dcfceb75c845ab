using System.Text;

namespace LoadTestAz.Agent.Tests.Engines.K6.Light;

/// <summary>Writes messages in Protocol Buffers' wire format, right or wrong.</summary>
internal sealed class OtlpMessage
{
    private readonly MemoryStream _bytes = new();

    public OtlpMessage Varint(int field, ulong value) => Tag(field, 0).Number(value);

    public OtlpMessage Signed(int field, int value) => Varint(field, (uint)((value << 1) ^ (value >> 31)));

    public OtlpMessage Fixed(int field, ulong value) => Tag(field, 1).Raw(BitConverter.GetBytes(value));

    public OtlpMessage Fixed32(int field, uint value) => Tag(field, 5).Raw(BitConverter.GetBytes(value));

    public OtlpMessage Double(int field, double value) => Tag(field, 1).Raw(BitConverter.GetBytes(value));

    public OtlpMessage Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public OtlpMessage Bytes(int field, OtlpMessage message) => Bytes(field, message.ToArray());

    public OtlpMessage Bytes(int field, byte[] bytes) => Tag(field, 2).Number((ulong)bytes.Length).Raw(bytes);

    public OtlpMessage Packed(int field, IEnumerable<ulong> numbers)
    {
        var packed = new OtlpMessage();
        foreach (var number in numbers)
            packed.Number(number);
        return Bytes(field, packed);
    }

    public byte[] ToArray() => _bytes.ToArray();

    private OtlpMessage Tag(int field, int wireType) => Number(((ulong)field << 3) | (uint)wireType);

    private OtlpMessage Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
        return this;
    }

    private OtlpMessage Raw(byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }
}
