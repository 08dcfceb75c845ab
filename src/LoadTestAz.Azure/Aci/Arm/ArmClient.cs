using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Core;
using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Azure.Aci.Pacing;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Aci.Arm;

/// <summary>
/// What we ask of Azure Resource Manager, typed, and paced. Reads and deletes may be sent again and are, for as long as
/// the caller has patience; a creation is sent once, and what came of it is the caller's to judge.
/// </summary>
internal sealed class ArmClient(ArmPipeline pipeline, ArmTarget target, ArmPaces paces, TimeProvider clock)
{
    /// <summary>How long a read goes on trying that is worth waiting for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // For what is asked for in passing, while a run is being watched.
    private static readonly TimeSpan ImpatientTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>When the service throttles without saying for how long.</summary>
    private static readonly TimeSpan DefaultHold = TimeSpan.FromSeconds(15);

    // By how much the service's clock was ahead of this machine's at the last answer, in ticks.
    private long _ahead;

    /// <summary>The time by the service's clock, as its last answer told; by this machine's before the first.</summary>
    public DateTimeOffset ServiceTime => clock.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    /// <summary>Where it asks.</summary>
    public ArmTarget Target { get; } = target;

    /// <summary>Is told about waits that people notice.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Sends a creation once. A wait for its turn is bounded by <paramref name="giveUpAt"/>; once sent it is awaited, whatever happens.</summary>
    /// <exception cref="TimeoutException">Its turn would come too late; nothing was sent.</exception>
    public async Task<ArmAnswer> CreateGroupOnceAsync(string name, GroupBody body, DateTimeOffset giveUpAt, CancellationToken cancellationToken)
    {
        await paces.Creates.PassAsync(giveUpAt, Notice, cancellationToken).ConfigureAwait(false);
        var content = new BinaryData(JsonSerializer.SerializeToUtf8Bytes(body, ArmJson.Default.GroupBody));
        // Not cancelled midway: nobody would know then whether there is a group. The pipeline's own time limit bounds it.
        var answer = await SendAsync(RequestMethod.Put, pipeline.At(Target.ContainerGroup(name)), content, ArmOptions.TryTimeout, CancellationToken.None).ConfigureAwait(false);
        if (answer.IsThrottled)
            paces.Creates.Hold(answer.RetryAfter ?? DefaultHold);
        return answer;
    }

    /// <summary>Asks for a group's deletion; a success also when there is none.</summary>
    public Task<ArmAnswer> DeleteGroupAsync(string name, DateTimeOffset giveUpAt, CancellationToken cancellationToken) =>
        RepeatAsync(RequestMethod.Delete, pipeline.At(Target.ContainerGroup(name)), paces.Deletes, giveUpAt, cancellationToken);

    /// <summary>A group with its instance views; null when there is none.</summary>
    /// <remarks>With no patience at all it is asked for once, and an answer that does not come soon is not waited for.</remarks>
    public Task<GroupDocument?> FindGroupAsync(string name, TimeSpan patience, CancellationToken cancellationToken) =>
        FindAsync($"look at container group '{name}'", pipeline.At(Target.ContainerGroup(name)), ArmJson.Default.GroupDocument, patience, cancellationToken);

    /// <summary>All groups in the resource group, without instance views.</summary>
    public async Task<IReadOnlyList<GroupDocument>> ListGroupsAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var what = $"list the container groups in {Target}";
        return await ListAsync(what, pipeline.At(Target.ContainerGroups), ArmJson.Default.GroupPage, page => (page.Value, page.NextLink), patience, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What a group's container has printed, as far as the platform keeps it; null when it has nothing.</summary>
    public async Task<string?> FindLogAsync(string name, string container, CancellationToken cancellationToken)
    {
        var answer = await RepeatAsync(RequestMethod.Get, pipeline.At($"{Target.ContainerGroup(name)}/containers/{container}/logs"), paces.Reads, clock.GetUtcNow() + Patience, cancellationToken).ConfigureAwait(false);
        // A container that never started has none; the service says so with 400, 404 or 409.
        if (answer.Status is 400 or 404 or 409)
            return null;
        return Parse($"read the log of container group '{name}'", answer, ArmJson.Default.LogDocument).Content;
    }

    /// <summary>How an operation stands; null when nothing is known of it any more.</summary>
    public Task<OperationDocument?> FindOperationAsync(Uri operation, TimeSpan patience, CancellationToken cancellationToken) =>
        FindAsync("look at an operation", operation, ArmJson.Default.OperationDocument, patience, cancellationToken);

    /// <summary>Anything by its path, as it is described by <paramref name="type"/>; null when there is none.</summary>
    /// <param name="what">What is tried, as in <c>look at the subscription</c>.</param>
    /// <param name="path">Begins with '/'; its parts are escaped already.</param>
    /// <param name="apiVersion">The version to ask for.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="patience">How long it is tried.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<T?> FindAsync<T>(string what, string path, string apiVersion, JsonTypeInfo<T> type, TimeSpan patience, CancellationToken cancellationToken)
        where T : class =>
        FindAsync(what, pipeline.At(path, apiVersion), type, patience, cancellationToken);

    /// <summary>All that a list has, page by page.</summary>
    /// <param name="what">What is tried, as in <c>list the registries</c>.</param>
    /// <param name="path">Begins with '/'; its parts are escaped already.</param>
    /// <param name="apiVersion">The version to ask for; a query may follow it after '&amp;'.</param>
    /// <param name="type">How a page is read.</param>
    /// <param name="read">What is on a page, and where the next one is.</param>
    /// <param name="patience">How long each page is tried.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<IReadOnlyList<TItem>> ListAsync<TPage, TItem>(
        string what, string path, string apiVersion, JsonTypeInfo<TPage> type, Func<TPage, (IReadOnlyList<TItem>? Items, string? Next)> read, TimeSpan patience, CancellationToken cancellationToken)
        where TPage : class =>
        ListAsync(what, pipeline.At(path, apiVersion), type, read, patience, cancellationToken);

    private async Task<IReadOnlyList<TItem>> ListAsync<TPage, TItem>(
        string what, Uri first, JsonTypeInfo<TPage> type, Func<TPage, (IReadOnlyList<TItem>? Items, string? Next)> read, TimeSpan patience, CancellationToken cancellationToken)
        where TPage : class
    {
        var all = new List<TItem>();
        for (var at = first; at is not null;)
        {
            var answer = await RepeatAsync(RequestMethod.Get, at, paces.Reads, clock.GetUtcNow() + patience, cancellationToken).ConfigureAwait(false);
            var (items, next) = read(Parse(what, answer, type));
            all.AddRange(items ?? []);
            at = NextPage(what, next);
        }

        return all;
    }

    private Uri? NextPage(string what, string? link)
    {
        if (string.IsNullOrEmpty(link))
            return null;
        return pipeline.Follow(link) ?? throw new ComputeException(
            ComputeFailure.Unavailable, $"Can't {what}: the link to the next page leads to another host, where no token is sent.");
    }

    private async Task<T?> FindAsync<T>(string what, Uri uri, JsonTypeInfo<T> type, TimeSpan patience, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await RepeatAsync(RequestMethod.Get, uri, paces.Reads, clock.GetUtcNow() + patience, cancellationToken).ConfigureAwait(false);
        return answer.IsNotFound ? null : Parse(what, answer, type);
    }

    // The last answer, whatever it is, once there is no more time.
    private async Task<ArmAnswer> RepeatAsync(RequestMethod method, Uri uri, Pace pace, DateTimeOffset giveUpAt, CancellationToken cancellationToken)
    {
        var tryTimeout = giveUpAt <= clock.GetUtcNow() ? ImpatientTimeout : ArmOptions.TryTimeout;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await pace.PassAsync(giveUpAt, Notice, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException e)
            {
                return new ArmAnswer { Status = 429, Code = "TooManyRequests", Message = e.Message };
            }

            var answer = await SendAsync(method, uri, null, tryTimeout, cancellationToken).ConfigureAwait(false);
            if (answer.IsThrottled)
                pace.Hold(answer.RetryAfter ?? DefaultHold);
            else if (!answer.IsUncertain || clock.GetUtcNow() + pause > giveUpAt)
                return answer;
            else
                await Task.Delay(answer.RetryAfter is { } asked && asked > pause ? Min(asked, LongestPause) : pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ArmAnswer> SendAsync(RequestMethod method, Uri uri, BinaryData? body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = await ArmErrors.GuardAsync(() => pipeline.SendAsync(method, uri, body, timeout, cancellationToken), Target).ConfigureAwait(false);
        if (answer.Date is { } date)
            Volatile.Write(ref _ahead, (date - clock.GetUtcNow()).Ticks);
        return answer;
    }

    private T Parse<T>(string what, ArmAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        if (!answer.IsSuccess)
            throw ArmErrors.From(what, answer, Target);
        try
        {
            return JsonSerializer.Deserialize(answer.Content.ToMemory().Span, type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new ComputeException(ComputeFailure.Unavailable, $"Can't {what}: Azure's answer is not what it should be: {e.Message}", e);
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
