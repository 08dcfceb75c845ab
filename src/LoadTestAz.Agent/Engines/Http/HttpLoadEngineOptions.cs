using System.Security.Cryptography.X509Certificates;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>Bounds of the built-in HTTP engine. The defaults are k6's where k6 has one; a plan does not change them.</summary>
public sealed record HttpLoadEngineOptions
{
    /// <summary>Default of <see cref="RequestTimeout"/>. Source: k6 js/modules/k6/http/request.go, parseRequest.</summary>
    public static readonly TimeSpan DefaultRequestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Default of <see cref="ConnectTimeout"/>. Source: k6 internal/js/runner.go, BaseDialer.</summary>
    public static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="GracefulStop"/>. Source: k6 lib/executor/base_config.go, DefaultGracefulStopValue.</summary>
    public static readonly TimeSpan DefaultGracefulStop = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="StopGrace"/>: with it a worker has stopped 10 s after it was asked to. k6 has no such bound.</summary>
    public static readonly TimeSpan DefaultStopGrace = TimeSpan.FromSeconds(5);

    /// <summary>Default of <see cref="MaxRedirects"/>. Source: k6 internal/cmd/options.go, max-redirects.</summary>
    public const int DefaultMaxRedirects = 10;

    /// <summary>How long a request may take, its redirects, connecting and the response's body included.</summary>
    public TimeSpan RequestTimeout { get; init; } = DefaultRequestTimeout;

    /// <summary>How long a TCP connection may take, within <see cref="RequestTimeout"/>.</summary>
    public TimeSpan ConnectTimeout { get; init; } = DefaultConnectTimeout;

    /// <summary>How long running iterations may go on after the duration is over.</summary>
    public TimeSpan GracefulStop { get; init; } = DefaultGracefulStop;

    /// <summary>How long running iterations may go on after a stop that was asked for.</summary>
    public TimeSpan StopGrace { get; init; } = DefaultStopGrace;

    /// <summary>How many redirects are followed; the response after that counts as it is.</summary>
    public int MaxRedirects { get; init; } = DefaultMaxRedirects;

    /// <summary>The only roots trusted for https; null for those that this machine trusts.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }
}
