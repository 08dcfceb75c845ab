namespace LoadTestAz.Agent.Engines.Http;

/// <summary>The parts of a request in milliseconds, as k6 divides them.</summary>
internal readonly record struct RequestTimings(
    double Blocked, double Connecting, double TlsHandshaking, double Sending, double Waiting, double Receiving)
{
    /// <summary><c>http_req_duration</c>: without looking up the name and connecting.</summary>
    public double Duration => Sending + Waiting + Receiving;
}
