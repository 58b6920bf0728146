using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Countersign.Silo.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>The program itself, as a user starts it: a process of its own with arguments, output and an exit code.</summary>
internal sealed partial class DeskProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan PollPause = TimeSpan.FromMilliseconds(50);

    private readonly Process process;
    private readonly List<string> printed = [];
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task reading;
    private readonly Task<string> complaints;

    private DeskProcess(Process process)
    {
        this.process = process;
        reading = ReadAsync();
        complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public int Id => process.Id;

    /// <summary>Everything on standard output so far.</summary>
    public string Output
    {
        get
        {
            lock (printed)
            {
                return string.Join('\n', printed);
            }
        }
    }

    /// <summary>Starts the program and does not wait for it. Passwords are hashed with few rounds: the machine may be busy. Webhooks may lead to the test.</summary>
    public static DeskProcess Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(EntryPoint).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["Api__Passwords__Iterations"] = "1000";
        start.Environment["Webhooks__AllowLoopback"] = "true";
        start.Environment.Remove("COUNTERSIGN_POSTGRES");
        start.Environment.Remove("COUNTERSIGN_DATA");
        return new DeskProcess(Process.Start(start)!);
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<Ended> RunAsync(params string[] args)
    {
        await using var process = Start(args);
        return await process.EndAsync();
    }

    /// <summary>Waits until the desk is ready to trade.</summary>
    public async Task<Uri> ReadyAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var ended = process.WaitForExitAsync(patience.Token);
        if (await Task.WhenAny(address.Task, ended) == ended)
        {
            await ended;
            Assert.Fail($"The desk ended with {process.ExitCode}: {Output} {await complaints}");
        }

        var where = await address.Task;
        using var http = new HttpClient { BaseAddress = where };
        while (true)
        {
            using var answer = await http.GetAsync("/health/ready", patience.Token);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return where;
            }

            await Task.Delay(PollPause, TimeProvider.System, patience.Token);
        }
    }

    /// <summary>The passwords that were printed, by login.</summary>
    public Dictionary<string, string> Passwords() => PasswordsIn(Output);

    public static Dictionary<string, string> PasswordsIn(string output) =>
        PasswordLine().Matches(output).ToDictionary(m => m.Groups["login"].Value, m => m.Groups["password"].Value);

    /// <summary>Waits until a line with this text was printed.</summary>
    public async Task PrintedAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await EndAsync();
    }

    /// <summary>Sends a signal, such as TERM, and waits for the end.</summary>
    public async Task<Ended> SignalAsync(string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {process.Id}"]);
        await kill.WaitForExitAsync(CancellationToken.None);
        return await EndAsync();
    }

    public async Task<Ended> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        await reading;
        return new Ended(process.ExitCode, Output, await complaints);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
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
    }

    [GeneratedRegex(@"^The desk is on (?<url>http://\S+?),? ")]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"^  (?<login>\S+@\S+)\s+(?<password>\w{16})\s", RegexOptions.Multiline)]
    private static partial Regex PasswordLine();

    /// <summary>How the program ended.</summary>
    internal sealed record Ended(int Code, string Output, string Errors);
}
