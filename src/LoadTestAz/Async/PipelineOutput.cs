using System.Collections.Concurrent;
using System.Management.Automation;

namespace LoadTestAz.Async;

/// <summary>What work may write, from any thread; the pipeline thread does the writing. After the end it takes nothing more.</summary>
internal sealed class PipelineOutput(BlockingCollection<Action<Cmdlet>> queue)
{
    private bool _closed;

    /// <summary>What a warning is beside a warning; null when it is nothing else.</summary>
    public Func<string, string>? AlsoWarn { get; set; }

    public void WriteObject(object value) => Post(c => c.WriteObject(value));

    // Words of scripts and servers stand in all of these: see VisibleText.
    public void WriteWarning(string text)
    {
        Post(c => c.WriteWarning(VisibleText.Lines(text)));
        if (AlsoWarn is { } also)
            WriteCommandLine(also(text));
    }

    public void WriteVerbose(string text) => Post(c => c.WriteVerbose(VisibleText.Lines(text)));

    public void WriteProgress(ProgressRecord record) => Post(c => c.WriteProgress(record));

    public void WriteError(ErrorRecord record) => Post(c => c.WriteError(record));

    public void WriteDebug(string text) => Post(c => c.WriteDebug(VisibleText.Lines(text)));

    /// <summary>
    /// Writes a line for people, as Write-Host does: it shows whatever $InformationPreference says, is part of the information
    /// stream, and never among the objects.
    /// </summary>
    public void WriteHostLine(string text) => WriteCommandLine(VisibleText.Lines(text));

    /// <summary>Writes a line as <see cref="WriteHostLine"/> does, but to the letter: a build agent may be meant by it.</summary>
    public void WriteCommandLine(string line) => Post(c => c.WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]));

    /// <summary>Has something done on the pipeline thread, where alone the session's own commands can be called.</summary>
    /// <exception cref="InvalidOperationException">The cmdlet has ended, or is being stopped.</exception>
    public async Task<T> CallAsync<T>(Func<T> action, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = Post(_ =>
        {
            try
            {
                done.TrySetResult(action());
            }
            catch (Exception e)
            {
                done.TrySetException(e);
            }
        });
        if (!posted)
            throw new InvalidOperationException("The cmdlet takes nothing more.");
        return await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes nothing more; what was posted is still written.</summary>
    public void Close()
    {
        lock (queue)
        {
            if (_closed)
                return;
            _closed = true;
            queue.CompleteAdding();
        }
    }

    private bool Post(Action<Cmdlet> write)
    {
        lock (queue)
        {
            if (!_closed)
                queue.Add(write);
            return !_closed;
        }
    }
}
