using System.Buffers.Binary;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>Tells what HTTP/2 sends for a request from what it sends for itself: settings, pings, window updates.</summary>
internal static class Http2Frames
{
    // https://www.rfc-editor.org/rfc/rfc9113#section-4.1
    private const int HeaderLength = 9;
    private const byte Data = 0;
    private const byte Headers = 1;
    private const byte Continuation = 9;

    /// <param name="bytes">Whole frames, as SocketsHttpHandler writes them, or the connection's preface.</param>
    public static bool CarryRequest(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= HeaderLength)
        {
            if (bytes[3] is Data or Headers or Continuation)
                return true;
            var length = HeaderLength + (BinaryPrimitives.ReadInt32BigEndian(bytes) >>> 8);
            bytes = length < bytes.Length ? bytes[length..] : [];
        }

        return false;
    }
}
