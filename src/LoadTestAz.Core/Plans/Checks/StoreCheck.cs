using LoadTestAz.Ports;

namespace LoadTestAz.Plans;

/// <summary>Whether a store can be reached, and files be written, read and deleted in it.</summary>
public static class StoreCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "Store";

    /// <summary>Writes a small file, reads it, and takes it away again. A store that is not there yet comes to be.</summary>
    public static async Task<LoadTestPlanCheck> RunAsync(IResultStore store, string runId, CancellationToken cancellationToken)
    {
        var name = $"check-{runId}.txt";
        var content = "Test-AzLoadTestPlan looks whether files can be written here."u8.ToArray();
        try
        {
            await store.WriteAsync(name, content, cancellationToken).ConfigureAwait(false);
            var read = await store.TryReadAsync(name, cancellationToken).ConfigureAwait(false);
            await store.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
            return read is not null && read.AsSpan().SequenceEqual(content)
                ? LoadTestPlanCheck.Pass(Name, $"Files can be written, read and deleted in '{store.Location}'.")
                : LoadTestPlanCheck.Fail(Name, $"What was written in '{store.Location}' was not there when it was read: workers and this session would not see each other.", "Check whether somebody else deletes files there, or name another store.");
        }
        catch (StoreException e)
        {
            return LoadTestPlanCheck.Fail(Name, $"{e.Message} Without its store a run can't begin.", e.Failure switch
            {
                StoreFailure.PermissionDenied => "Sign in as somebody who may write there, or name another store.",
                StoreFailure.NotFound => "Create it, or correct its name.",
                StoreFailure.Full => "Make room, or name another store.",
                StoreFailure.InvalidLocation => "Correct the store's location.",
                _ => "Check the network between here and there.",
            });
        }
    }
}
