using System.Text;
using System.Text.Json;

namespace LoadTestAz.Agent.Secrets;

/// <summary>Takes secrets out of a file before it leaves the machine.</summary>
internal static class RedactedFile
{
    private const int BufferSize = 32 * 1024;

    /// <summary>
    /// Writes the file anew without secrets. In JSON the numbers stay as they are. A file that is no text, such as a picture,
    /// stays as it is.
    /// </summary>
    /// <exception cref="IOException">It can't be read or written.</exception>
    public static async Task WriteAsync(string path, SecretRedactor redactor, CancellationToken cancellationToken)
    {
        if (redactor.IsEmpty || !File.Exists(path) || await IsBinaryAsync(path, cancellationToken).ConfigureAwait(false))
            return;
        if (Path.GetExtension(path) == ".json" && await TryWriteJsonAsync(path, redactor, cancellationToken).ConfigureAwait(false))
            return;
        var clean = path + ".clean";
        using (var reader = new StreamReader(path, Encoding.UTF8))
        {
            await using var writer = new StreamWriter(clean, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            var text = new RedactingText(redactor);
            var buffer = new char[BufferSize];
            while (await reader.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false) is var read and > 0)
                await writer.WriteAsync(text.Push(buffer.AsSpan(0, read)), cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(text.Flush(), cancellationToken).ConfigureAwait(false);
        }

        File.Move(clean, path, overwrite: true);
    }

    private static async Task<bool> TryWriteJsonAsync(string path, SecretRedactor redactor, CancellationToken cancellationToken)
    {
        try
        {
            var clean = RedactedJson.Of(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), redactor);
            await File.WriteAllBytesAsync(path, clean, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // As text, then: what is in it must not get out either way.
            return false;
        }
    }

    private static async Task<bool> IsBinaryAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var head = new byte[BufferSize];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return head.AsSpan(0, read).Contains((byte)0);
    }
}
