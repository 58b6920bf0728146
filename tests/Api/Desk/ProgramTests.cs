using System.Net;
using System.Net.Sockets;
using Countersign.Tests.Fixtures;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>The program as its user meets it: help, wrong words, a second start, a taken port, and its end.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Help_Asked_ListsEveryOptionAndEndsWell()
    {
        var ended = await DeskProcess.RunAsync("--help");

        Assert.Equal(0, ended.Code);
        Assert.Empty(ended.Errors);
        foreach (var word in (string[])["--port", "--address", "--data", "--replay", "--symbol", "--format", "--speed", "audit verify", "tenant create"])
        {
            Assert.Contains(word, ended.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Options_SeveralWrong_EachGetOneSentence()
    {
        using var data = new DataDirectory();
        var file = data.Write("eurusd.csv", "ts_utc,bid,ask\n");
        var ended = await DeskProcess.RunAsync(
            "--prot", "80", "--port", "eighty", "--seed", "-1", "--speed", "fast", "--format", "excel", "--symbol", "no symbol", "--replay", file,
            "--replay", file, "--data");

        Assert.Equal(2, ended.Code);
        Assert.Empty(ended.Output);
        var problems = ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var option in (string[])["--prot", "--port", "--seed", "--speed", "--format", "--symbol", "--replay", "--data"])
        {
            Assert.Single(problems, p => p.Split(' ', ':').Contains(option) || p.Contains($"option {option};", StringComparison.Ordinal));
        }

        Assert.All(problems, p => Assert.EndsWith(".", p, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("audit", "verfy")]
    [InlineData("tenant", "create")]
    [InlineData("tenant", "create", "two words")]
    [InlineData("--replay", "no-such-file.csv")]
    [InlineData("--speed", "10")]
    public async Task Command_Wrong_IsOneSentenceAndCodeTwo(params string[] args)
    {
        using var data = new DataDirectory();
        var ended = await DeskProcess.RunAsync([.. args, "--data", data.Path]);

        Assert.Equal(2, ended.Code);
        Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(data.Path));
    }

    [Fact]
    public async Task Audit_WithoutAJournal_SaysSo()
    {
        using var data = new DataDirectory();
        var ended = await DeskProcess.RunAsync("audit", "verify", "--data", data.Path);

        Assert.Equal(1, ended.Code);
        Assert.Contains("There is no journal", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_WhereNoFolderCanBe_IsOneSentence()
    {
        using var data = new DataDirectory();
        var file = data.Write("file", "in the way");
        var ended = await DeskProcess.RunAsync("--port", "0", "--data", Path.Combine(file, "below"));

        Assert.Equal(1, ended.Code);
        Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("--data", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_ToARunningDesk_StopsItCleanly(string signal)
    {
        // Whoever starts the tests in the background may have told every child to ignore Ctrl-C.
        if (signal == "INT" && IsInterruptIgnored())
        {
            signal = "TERM";
        }

        using var data = new DataDirectory();
        await using var desk = DeskProcess.Start("--data", data.Path, "--port", "0");
        await desk.ReadyAsync();
        var began = TimeProvider.System.GetTimestamp();
        var ended = await desk.SignalAsync(signal);

        Assert.Equal(0, ended.Code);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        AssertQuiet(ended);
        Assert.Empty(ended.Errors);
    }

    [Fact]
    public async Task Desk_StoppedWhileARecordingPlays_StopsCleanly()
    {
        var recording = SharedFiles.Require("data/fx/tick/eurusd_oanda_tick_2014-05-06.csv");
        using var data = new DataDirectory();
        await using var desk = DeskProcess.Start("--data", data.Path, "--port", "0", "--replay", recording, "--speed", "10");
        await desk.ReadyAsync();
        var ended = await desk.SignalAsync("TERM");

        Assert.Equal(0, ended.Code);
        AssertQuiet(ended);
    }

    [Fact]
    public async Task Desk_OnDataThatAnotherDeskHas_IsRefused()
    {
        using var data = new DataDirectory();
        await using var desk = DeskProcess.Start("--data", data.Path, "--port", "0");
        await desk.ReadyAsync();

        foreach (var words in (string[][])[["--port", "0"], ["tenant", "create", "acme"]])
        {
            var second = await DeskProcess.RunAsync([.. words, "--data", data.Path]);
            Assert.Equal(1, second.Code);
            Assert.Equal($"Another desk runs on {data.Path}: stop it, or give another folder with --data DIR.", second.Errors.TrimEnd());
        }

        var verified = await DeskProcess.RunAsync("audit", "verify", "--data", data.Path);
        Assert.Equal(0, verified.Code);
        Assert.Equal(0, (await desk.SignalAsync("TERM")).Code);
    }

    [Fact]
    public async Task Desk_OnATakenPort_IsRefusedAndLosesNoPassword()
    {
        using var data = new DataDirectory();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var refused = await DeskProcess.RunAsync("--data", data.Path, "--address", "127.0.0.1", "--port", $"{port}");

        Assert.Equal(1, refused.Code);
        Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"Port {port}", refused.Errors, StringComparison.Ordinal);
        await using var desk = DeskProcess.Start("--data", data.Path, "--port", "0");
        await desk.ReadyAsync();
        Assert.Equal(["admin@demo", "analyst@demo", "api@demo", "pm@demo"], desk.Passwords().Keys.Order());
    }

    [Fact]
    public async Task Tenant_CreatedByCommand_SignsInOnTheDesk()
    {
        using var data = new DataDirectory();
        var made = await DeskProcess.RunAsync("tenant", "create", "Acme", "--data", data.Path);
        Assert.True(made.Code == 0, made.Errors);
        var again = await DeskProcess.RunAsync("tenant", "create", "acme", "--data", data.Path);
        Assert.Equal(1, again.Code);
        Assert.Contains("exists already", again.Errors, StringComparison.Ordinal);

        await using var desk = DeskProcess.Start("--data", data.Path, "--port", "0");
        var address = await desk.ReadyAsync();
        using var analyst = await DeskClient.SignInAsync(address, "analyst@acme", DeskProcess.PasswordsIn(made.Output)["analyst@acme"]);
        Assert.Equal("t-acme", (await analyst.ReadAsync("me")).GetProperty("tenantId").GetString());
        Assert.Contains("pm@demo", desk.Passwords().Keys);
    }

    /// <summary>A stop that was asked for is no failure: nothing above information is logged.</summary>
    private static void AssertQuiet(DeskProcess.Ended ended) => Assert.True(
        !((string[])["warn:", "fail:", "crit:"]).Any(level => ended.Output.Contains(level, StringComparison.Ordinal)), ended.Output);

    private static bool IsInterruptIgnored()
    {
        const string status = "/proc/self/status";
        const ulong interrupt = 1UL << 1;
        return File.Exists(status)
            && File.ReadLines(status).FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
            && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & interrupt) != 0;
    }
}
