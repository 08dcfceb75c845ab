using System.Net;
using System.Net.Sockets;

namespace LoadTestAz.Tests.Hosting;

/// <summary>A small web site on a free loopback port that counts the pages it serves.</summary>
internal sealed class PageServer : IDisposable
{
    private static readonly byte[] Page = "<!DOCTYPE html><title>Shop</title><h1>Shop</h1><p>Something to see.</p>"u8.ToArray();

    private readonly HttpListener _listener = new();
    private int _pages;

    public PageServer()
    {
        Url = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    /// <summary>Pages served; the icon that browsers ask for is none.</summary>
    public int Pages => _pages;

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                if (context.Request.RawUrl == "/favicon.ico")
                {
                    context.Response.StatusCode = (int)HttpStatusCode.NoContent;
                }
                else
                {
                    Interlocked.Increment(ref _pages);
                    context.Response.ContentType = "text/html";
                    await context.Response.OutputStream.WriteAsync(Page);
                }

                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
