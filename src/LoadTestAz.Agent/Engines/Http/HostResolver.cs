using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>
/// Addresses of host names with k6's defaults: IPv4 before IPv6, kept for five minutes. Where k6 draws one of several
/// addresses at random, the virtual users take them in turn: the same even spread, without chance.
/// </summary>
/// <remarks>Source: https://github.com/grafana/k6/blob/v1.0.0/lib/netext/resolver.go</remarks>
internal sealed class HostResolver(TimeProvider time)
{
    public static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (IPAddress[] Addresses, long Resolved)> _cache = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ConnectFailedException">There is no such name, or no answer.</exception>
    public async ValueTask<IPAddress> ResolveAsync(string host, int turn, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
            return literal;
        if (!_cache.TryGetValue(host, out var entry) || time.GetElapsedTime(entry.Resolved) > TimeToLive)
        {
            entry = (await LookUpAsync(host, cancellationToken), time.GetTimestamp());
            _cache[host] = entry;
        }

        return entry.Addresses[turn % entry.Addresses.Length];
    }

    private static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var all = await Dns.GetHostAddressesAsync(host, cancellationToken);
            var preferred = all.Where(a => a.AddressFamily == AddressFamily.InterNetwork).ToArray();
            return (preferred.Length, all.Length) switch
            {
                (0, 0) => throw new ConnectFailedException(RequestError.NoSuchHost),
                (0, _) => all,
                _ => preferred,
            };
        }
        catch (SocketException e)
        {
            throw new ConnectFailedException(RequestErrors.FromLookup(e), e);
        }
    }
}
