namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>Ways in which a target breaks an exchange.</summary>
internal static class Misbehaviour
{
    public static async Task AnswerAsync(string how, TargetRequest request)
    {
        var connection = request.Connection;
        switch (how)
        {
            case "reset":
                connection.Reset();
                break;
            case "reset in body":
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
                await Task.Delay(20);
                connection.Reset();
                break;
            case "close":
                connection.Close();
                break;
            case "close in head":
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Len");
                connection.Close();
                break;
            case "close in body":
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
                connection.Close();
                break;
            case "close in chunk":
                await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc");
                connection.Close();
                break;
            case "garbage":
                await connection.SendAsync("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n");
                break;
            case "bad header":
                await connection.SendAsync("HTTP/1.1 200 OK\r\nthis is no header\r\n\r\n");
                break;
            case "bad chunk":
                await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nwhat?\r\nabc\r\n");
                break;
            case "endless header":
                var line = new string('x', 1000);
                for (var i = 0; i < 11_000; i++)
                    await connection.SendAsync(i == 0 ? "HTTP/1.1 200 OK\r\n" : $"X-{i}: {line}\r\n");
                break;
            case "redirect to nowhere":
                await request.RespondAsync(302, "", "Location: http://[/");
                break;
        }
    }
}
