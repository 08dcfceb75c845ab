using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>Free ports of the loopback interface, none given to two engines of this process at a time.</summary>
/// <remarks>k6 can't be asked which port it took, so one has to be chosen for it. Somebody else may be faster: then k6 exits with 106.</remarks>
internal static class LoopbackPorts
{
    private static readonly ConcurrentDictionary<int, bool> Taken = new();

    /// <summary>Takes a port that is free now.</summary>
    public static int Take()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Taken.TryAdd(port, true))
                return port;
        }
    }

    /// <summary>Gives it back.</summary>
    public static void Release(int port) => Taken.TryRemove(port, out _);
}
