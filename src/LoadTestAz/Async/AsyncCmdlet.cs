using System.Collections.Concurrent;
using System.Management.Automation;
using LoadTestAz.Errors;

namespace LoadTestAz.Async;

/// <summary>
/// Base of all our cmdlets: work runs on the thread pool, and everything it writes goes through one queue that the
/// pipeline thread empties, since PowerShell takes Write* calls from that thread alone.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>How long work may go on after Ctrl+C before the cmdlet leaves without it.</summary>
    private protected TimeSpan StopBound { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Where the work under way writes; null between two of them.</summary>
    private protected PipelineOutput? Output { get; private set; }

    /// <summary>Runs work and writes what it posts, until it is done.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C; the work was cancelled and has ended, or was given up after a bound.</exception>
    private protected void Await(Func<PipelineOutput, CancellationToken, Task> work)
    {
        using var queue = new BlockingCollection<Action<Cmdlet>>();
        using var giveUp = new CancellationTokenSource();
        using var bound = _stop.Token.Register(() => giveUp.CancelAfter(StopBound));
        var output = Output = new PipelineOutput(queue);
        var task = Task.Run(
            async () =>
            {
                try
                {
                    await work(output, _stop.Token).ConfigureAwait(false);
                }
                finally
                {
                    output.Close();
                }
            },
            CancellationToken.None);
        try
        {
            foreach (var write in queue.GetConsumingEnumerable(giveUp.Token))
                write(this);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch
        {
            // Downstream wants no more, or -ErrorAction Stop: end the work before the error goes on.
            _stop.Cancel();
            output.Close();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne(StopBound);
            throw;
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (ErrorRecords.From(e, null) is { } record)
        {
            ThrowTerminatingError(record);
        }
    }

    /// <summary>Does something short on this thread; an error of the domain becomes a terminating error with its own id.</summary>
    private protected T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (ErrorRecords.From(e, null) is { } record)
        {
            ThrowTerminatingError(record);
            throw; // Not reached.
        }
    }

    /// <summary>Tells people something while the pipeline is being stopped, when Write* are no longer taken.</summary>
    private protected void Tell(string text) => Host?.UI?.WriteWarningLine(text);

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>For cmdlets that hold something; PowerShell calls it whatever happened.</summary>
    protected virtual void Dispose(bool disposing)
    {
        // Not disposed itself: work that was given up may still look at the token.
        if (disposing)
            _stop.Cancel();
    }
}
