using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Silo.Hosting;

namespace Countersign.Tests.Benchmarks.Desk;

/// <summary>The desk as a process of its own, on a free port and an empty folder, with the simulated market.</summary>
internal sealed partial class DeskServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string data = Directory.CreateTempSubdirectory("countersign-bench-").FullName;
    private readonly Process process;
    private readonly List<string> printed = [];
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DeskServer()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(EntryPoint).Assembly.Location, "--port", "0", "--address", "127.0.0.1", "--data", data, "--roles", "silo,api"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment.Remove(LeanSockets);
        start.Environment["Api__RateLimits__RequestsPerSecond"] = "1000000";
        start.Environment["Api__RateLimits__RequestBurst"] = "1000000";
        start.Environment["Api__Tokens__AccessMinutes"] = "60";
        process = Process.Start(start)!;
        _ = ReadAsync();
    }

    /// <summary>
    /// Read when the process first uses a socket: clients of the load read where their bytes arrive instead of on another thread. Load and desk share the
    /// processors, and the load is not what is measured; the desk itself runs as it always does.
    /// </summary>
    public const string LeanSockets = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    public Uri Address { get; private set; } = null!;

    public int ProcessId => process.Id;

    /// <summary>Bytes that the process holds in memory.</summary>
    public long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>What the process has used of the processors, which does not depend on what else runs.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static async Task<DeskServer> StartAsync()
    {
        var server = new DeskServer();
        server.Address = await server.address.Task.WaitAsync(Patience);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var patience = new CancellationTokenSource(Patience);
        while (!(await http.GetAsync("/health/ready", patience.Token)).IsSuccessStatusCode)
        {
            await Task.Delay(50, patience.Token);
        }

        return server;
    }

    /// <summary>An access token of a demo user.</summary>
    public async Task<string> SignInAsync(string login)
    {
        string output;
        lock (printed)
        {
            output = string.Join('\n', printed);
        }

        var password = PasswordLine().Matches(output).First(m => m.Groups["login"].Value == login).Groups["password"].Value;
        using var http = new HttpClient { BaseAddress = Address };
        using var answer = await http.PostAsJsonAsync("/api/v1/login", new { login, password });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (printed)
            {
                printed.Add(line);
            }

            if (AddressLine().Match(line) is { Success: true } found)
            {
                address.TrySetResult(new Uri(found.Groups["url"].Value));
            }
        }

        address.TrySetException(new InvalidOperationException("The desk ended: " + string.Join('\n', printed)));
    }

    [GeneratedRegex(@"^The desk is on (?<url>http://\S+?),? ")]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"^  (?<login>\S+@\S+)\s+(?<password>\w{16})\s", RegexOptions.Multiline)]
    private static partial Regex PasswordLine();
}
