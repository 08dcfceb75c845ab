namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>Damages content as disks, networks, editors and people who mean harm do; the same seed damages it in the same way.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly byte[][] Tokens =
    [
        [.. "1e309"u8], [.. "-1e309"u8], [.. "null"u8], [.. "{}"u8], [.. "[]"u8], [.. "\"\""u8], [.. "\n"u8], [.. "\r\n"u8], [.. ","u8], [.. "\""u8], [.. "{"u8], [.. "}"u8], [.. "["u8],
        [.. "99999999999999999999999999"u8], [.. "-1"u8], [.. "0"u8], [.. "1e-320"u8], [.. "NaN"u8], [.. "\\ud800"u8], [.. "\\u0000"u8], [.. "&a=b&"u8], [.. "p(101)"u8], [.. "counter"u8], [.. "trend"u8], [.. "gauge"u8],
        [.. "\ufeff"u8], [0], [0xFF], [0xC3], [0x1F, 0x8B], [.. "2999-12-31T00:00:00Z"u8], [.. "0001-01-01T00:00:00Z"u8],
    ];

    /// <summary>A damaged copy, with one to six faults.</summary>
    public byte[] Mutate(byte[] content)
    {
        var bytes = content.ToList();
        for (var faults = random.Next(1, 7); faults > 0 && bytes.Count > 0; faults--)
            Damage(bytes);
        return [.. bytes];
    }

    private void Damage(List<byte> bytes)
    {
        var at = random.Next(bytes.Count);
        var length = Math.Min(bytes.Count - at, 1 << random.Next(0, 14));
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 6:
                ReplaceNumber(bytes, at);
                break;
            case 7:
                bytes.InsertRange(at, Enumerable.Repeat(bytes[at], length));
                break;
            default:
                bytes.Reverse(at, Math.Min(length, 32));
                break;
        }
    }

    private void ReplaceNumber(List<byte> bytes, int from)
    {
        var start = bytes.FindIndex(from, b => b is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
            return;
        var end = bytes.FindIndex(start, b => b is not (>= (byte)'0' and <= (byte)'9' or (byte)'.'));
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, Tokens[random.Next(Tokens.Length)]);
    }
}
