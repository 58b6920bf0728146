using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Countersign.Tests.Benchmarks.Desk;

/// <summary>
/// The API over loopback sockets, the desk in a process of its own, load and desk on the same processors: signed-in reads of positions, and clients
/// of the live stream.
/// </summary>
internal static class ApiBenchmark
{
    private const int Connections = 64;
    private const int Positions = 5;
    private const int StreamClients = 2_000;
    private const double Megabyte = 1024.0 * 1024.0;

    private static readonly TimeSpan ReadFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StreamFor = TimeSpan.FromSeconds(60);

    private static string? refused;

    /// <summary>Signed-in reads of positions.</summary>
    public static async Task<IReadOnlyList<Figure>> ReadsAsync()
    {
        await using var desk = await DeskServer.StartAsync();
        await OpenPositionsAsync(desk);
        return await ReadsAsync(desk, await desk.SignInAsync("analyst@demo"));
    }

    /// <summary>Clients of the live stream.</summary>
    public static async Task<IReadOnlyList<Figure>> LiveAsync()
    {
        await using var desk = await DeskServer.StartAsync();
        await OpenPositionsAsync(desk);
        return await StreamsAsync(desk, await desk.SignInAsync("analyst@demo"));
    }

    private static async Task OpenPositionsAsync(DeskServer desk)
    {
        using var http = new HttpClient { BaseAddress = desk.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await desk.SignInAsync("pm@demo"));
        var accounts = await http.GetFromJsonAsync<JsonElement>("/api/v1/accounts");
        foreach (var (i, account) in accounts.GetProperty("items").EnumerateArray().Index())
        {
            foreach (var symbol in (string[])["EURUSD", "GBPUSD", "USDJPY"])
            {
                await UntilAsync(() => TryOrderAsync(http, account.GetProperty("id").GetString()!, symbol, $"bench-{i}-{symbol}-{Guid.NewGuid():N}"), $"an order of {symbol}");
            }
        }

        await UntilAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>("/api/v1/positions")).GetProperty("items").GetArrayLength() >= Positions,
            $"{Positions} positions");
    }

    private static async Task<bool> TryOrderAsync(HttpClient http, string accountId, string symbol, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/orders")
        {
            Content = JsonContent.Create(new { accountId, symbol, side = "buy", quantity = 1_000 }),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request);
        refused = answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync();
        return refused is null;
    }

    // The market has to begin to move first.
    private static async Task UntilAsync(Func<Task<bool>> done, string what)
    {
        for (var tries = 0; !await done(); tries++)
        {
            if (tries == 1_200)
            {
                throw new InvalidOperationException($"The desk did not come to {what}. {refused}");
            }

            await Task.Delay(100);
        }
    }

    private static async Task<IReadOnlyList<Figure>> ReadsAsync(DeskServer desk, string token)
    {
        await LoadAsync(desk.Address, token, WarmFor);
        var before = desk.ProcessorTime;
        var (rate, p99, count) = await LoadAsync(desk.Address, token, ReadFor);
        var used = (desk.ProcessorTime - before).TotalMicroseconds / count;
        return
        [
            new Figure($"GET positions, signed in, {Connections} connections", "requests/s", rate, p99, 15_000, true),
            new Figure("  the desk's processor time for one", "us", used, null, null, false),
        ];
    }

    private static async Task<(double Rate, double P99Milliseconds, int Count)> LoadAsync(Uri address, string token, TimeSpan time)
    {
        var request = Request("/api/v1/positions", token);
        using var stop = new CancellationTokenSource();
        var begun = Stopwatch.GetTimestamp();
        var loops = Enumerable.Range(0, Connections).Select(_ => Task.Run(() => AskAsync(address, request, stop.Token))).ToArray();
        await Task.Delay(time);
        await stop.CancelAsync();
        var times = (await Task.WhenAll(loops)).SelectMany(each => each).ToArray();
        return (Harness.PerSecond(times.Length, Stopwatch.GetElapsedTime(begun)), Harness.Percentile(times, 0.99), times.Length);
    }

    /// <summary>One connection that asks again as soon as it was answered.</summary>
    private static async Task<List<double>> AskAsync(Uri address, byte[] request, CancellationToken stop)
    {
        var times = new List<double>();
        using var socket = await ConnectAsync(address);
        var buffer = new byte[64 * 1024];
        while (!stop.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            await socket.SendAsync(request, CancellationToken.None);
            await ReadAnswerAsync(socket, buffer);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static async Task ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var read = 0;
        do
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(read), CancellationToken.None);
            read += count > 0 ? count : throw new IOException("The desk closed the connection.");
        }
        while (!IsWhole(buffer.AsSpan(0, read)));
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        if (answer.IndexOf("\r\n\r\n"u8) is not (>= 0 and var end))
        {
            return false;
        }

        var head = answer[..end];
        var body = answer[(end + 4)..];
        if (!head.StartsWith("HTTP/1.1 200"u8))
        {
            throw new IOException(Encoding.UTF8.GetString(answer));
        }

        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            return body.EndsWith("\r\n0\r\n\r\n"u8);
        }

        var digits = head[(at + 16)..];
        var line = digits.IndexOf((byte)'\r');
        return body.Length >= int.Parse(line < 0 ? digits : digits[..line], CultureInfo.InvariantCulture);
    }

    private static async Task<IReadOnlyList<Figure>> StreamsAsync(DeskServer desk, string token)
    {
        var before = desk.WorkingSet;
        var request = Request("/api/v1/live?topics=quotes&symbols=EURUSD,GBPUSD,USDJPY", token);
        using var stop = new CancellationTokenSource();
        var sockets = new List<Socket>();
        for (var i = 0; i < StreamClients; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Connect(IPAddress.Loopback, desk.Address.Port);
            socket.Send(request);
            sockets.Add(socket);
        }

        var listening = Task.Factory.StartNew(() => Listen(sockets, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.Delay(WarmFor);
        var counted = Stopwatch.GetTimestamp();
        var usedBefore = desk.ProcessorTime;
        StreamListener.Counts = true;
        await Task.Delay(StreamFor);
        StreamListener.Counts = false;
        var used = desk.ProcessorTime - usedBefore;
        var elapsed = Stopwatch.GetElapsedTime(counted).TotalSeconds;
        var memory = (desk.WorkingSet - before) / Megabyte;
        await stop.CancelAsync();
        var results = await listening;
        var latencies = results.SelectMany(r => r.Latencies).ToArray();
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        return
        [
            new Figure($"live stream, {StreamClients:N0} clients: dropped", "clients", results.Count(r => r.WasDropped), null, 0, false),
            new Figure("  quotes a client", "quotes/s", latencies.Length / elapsed / StreamClients, null, 5, true),
            new Figure("  a quote's way from the market to a client", "ms", Harness.Percentile(latencies, 0.5), Harness.Percentile(latencies, 0.99), 10, false),
            new Figure("  the desk's processor time for a quote that is sent", "us", used.TotalMicroseconds / latencies.Length, null, null, false),
            new Figure("  the desk's memory for them", "MB", memory, null, null, false),
        ];
    }

    /// <summary>
    /// One thread reads what any of the clients has got: two thousand readers of their own would wait for each other's turn on processors that the desk
    /// needs too, and what they waited would count as the desk's.
    /// </summary>
    private static StreamListener[] Listen(List<Socket> sockets, CancellationToken stop)
    {
        var listeners = sockets.ToDictionary(socket => socket, _ => new StreamListener());
        var open = sockets.ToHashSet();
        var buffer = new byte[16 * 1024];
        while (!stop.IsCancellationRequested && open.Count > 0)
        {
            var ready = open.ToList();
            Socket.Select(ready, null, null, TimeSpan.FromMilliseconds(100));
            foreach (var socket in ready)
            {
                if (Read(socket, buffer) is not (> 0 and var count))
                {
                    listeners[socket].WasDropped = true;
                    open.Remove(socket);
                    continue;
                }

                listeners[socket].Take(buffer.AsSpan(0, count), DateTimeOffset.UtcNow);
            }
        }

        return [.. listeners.Values];
    }

    private static int Read(Socket socket, byte[] buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return socket;
    }

    private static byte[] Request(string path, string token) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");

    /// <summary>What one client of the live stream got.</summary>
    private sealed class StreamListener
    {
        private static volatile bool counts;

        public static bool Counts
        {
            get => counts;
            set => counts = value;
        }

        public List<double> Latencies { get; } = [];

        public bool WasDropped { get; set; }

        // A quote that is cut in two by the end of a read is not timed; that is rare, and does not depend on how late it is.
        public void Take(ReadOnlySpan<byte> text, DateTimeOffset now)
        {
            if (text.IndexOf("event: cut"u8) >= 0)
            {
                WasDropped = true;
            }

            while (text.IndexOf("event: quote"u8) is >= 0 and var at)
            {
                text = text[(at + 12)..];
                var time = text.IndexOf("\"time\":\""u8);
                if (!Counts || time < 0)
                {
                    continue;
                }

                var value = text[(time + 8)..];
                var end = value.IndexOf((byte)'"');
                if (end > 0)
                {
                    var sent = DateTimeOffset.Parse(Encoding.ASCII.GetString(value[..end]), CultureInfo.InvariantCulture);
                    Latencies.Add((now - sent).TotalMilliseconds);
                }
            }
        }
    }
}
