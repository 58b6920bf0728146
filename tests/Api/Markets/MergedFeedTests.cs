using System.Collections.Concurrent;
using System.Threading.Channels;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Countersign.Silo.Hosting;
using Countersign.Silo.Markets;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Tests.Api.Markets;

public sealed class MergedFeedTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 3, 10, 0, 0, TimeSpan.Zero);
    private static readonly Symbol EurUsd = Symbol.Parse("EURUSD");

    private readonly SteppedTime time = new(Now);
    private readonly List<TickBatch> heard = [];
    private readonly List<FeedSession> begun = [];

    [Fact]
    public async Task Feeds_OfWhichTheBestFallsSilent_AreOneSessionThatTellsWhoSpeaks()
    {
        var (best, next) = (new ManualFeed("best", time), new ManualFeed("next", time));
        using var stop = new CancellationTokenSource();
        var running = Merged(best, next).RunAsync(new ListSink(this), stop.Token);

        await next.SayAsync(1.2m, history: true);
        await best.SayAsync(1.0m, history: true);
        await best.SayAsync(1.1m);
        await next.SayAsync(1.2m);
        time.Advance(TimeSpan.FromSeconds(11));
        await next.SayAsync(1.3m);
        await best.SayAsync(1.4m);
        await next.SayAsync(1.5m);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(["best 1.0", "best 1.1", "next 1.3", "next 1.5"], heard.Select(b => $"{b.Session.Feed.Name} {b.Ticks[0].Bid}"));
        Assert.Equal("best, next", Assert.Single(heard.Select(b => b.Session.Id).Distinct()));
        Assert.Equal("best, next", Assert.Single(begun).Id);
    }

    [Fact]
    public async Task Feed_ThatFails_IsBegunAgainAndTheOtherGoesOn()
    {
        var (best, next) = (new ManualFeed("best", time), new ManualFeed("next", time));
        using var stop = new CancellationTokenSource();
        var running = Merged(best, next).RunAsync(new ListSink(this), stop.Token);
        await best.SayAsync(1.1m);
        await best.FailAsync();
        await time.WaitedForAsync(t => t == TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(11));
        await next.SayAsync(1.2m);
        await best.SayAsync(1.3m);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(["best", "next"], heard.Select(b => b.Session.Feed.Name));
        Assert.Equal(2, best.Runs);
    }

    [Theory]
    [InlineData("--feed,kraken,--symbols,EURUSD,BTCUSD", null)]
    [InlineData("--feed=kraken,--symbols=EURUSD", null)]
    [InlineData("--feed=simulation", null)]
    [InlineData("--feed=nasdaq", "'nasdaq' is no feed")]
    [InlineData("--feed=kraken,--symbols=XYZ", "does not know 'XYZ'")]
    [InlineData("--symbols=EURUSD", "goes with --feed kraken")]
    public void Words_AboutFeeds_AreReadOrAnswered(string words, string? problem)
    {
        string[] args = words == "--feed,kraken,--symbols,EURUSD,BTCUSD" ? ["--feed", "kraken", "--symbols", "EURUSD,BTCUSD"] : words.Split(',');
        var command = CommandLine.Parse(args, _ => null);

        if (problem is null)
        {
            var serve = Assert.IsType<Command.Serve>(command).Options;
            Assert.Equal(words.Contains("kraken", StringComparison.Ordinal) ? ["kraken"] : [], serve.Feeds);
        }
        else
        {
            Assert.Contains(problem, Assert.Single(Assert.IsType<Command.Invalid>(command).Problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Simulation_BesideAVenue_IsRefused()
    {
        var invalid = Assert.IsType<Command.Invalid>(CommandLine.Parse(["--feed", "kraken,simulation"], _ => null));
        Assert.Contains("never stand in", Assert.Single(invalid.Problems), StringComparison.Ordinal);
        Assert.Equal(["kraken", "kraken-beta"], Assert.IsType<Command.Serve>(CommandLine.Parse(["--feed", "kraken,kraken-beta"], _ => null)).Options.Feeds);
    }

    private MergedFeed Merged(params IMarketFeed[] feeds) => new([.. feeds], FailoverRules.Default, time, NullLogger<MergedFeed>.Instance);

    /// <summary>Says what the test wants said.</summary>
    private sealed class ManualFeed(string name, TimeProvider time) : IMarketFeed
    {
        private readonly Channel<(decimal? Price, bool History, TaskCompletionSource Done)> words =
            Channel.CreateUnbounded<(decimal?, bool, TaskCompletionSource)>();

        public FeedDescription Description { get; } = new(name, Simulated: false, Recorded: false);

        public int Runs { get; private set; }

        public Task SayAsync(decimal price, bool history = false) => PassAsync(price, history);

        public Task FailAsync() => PassAsync(null, false);

        public async Task RunAsync(ITickSink sink, CancellationToken cancellationToken)
        {
            Runs++;
            var session = new FeedSession(name, EurUsd, Description);
            await sink.BeginAsync(session, cancellationToken);
            await foreach (var (price, history, done) in words.Reader.ReadAllAsync(cancellationToken))
            {
                if (price is not { } bid)
                {
                    done.SetResult();
                    throw new IOException("The venue is gone.");
                }

                await sink.SendAsync(
                    new TickBatch(session, [new Tick(time.GetUtcNow(), new Price(bid), new Price(bid + 0.1m))], null, history), cancellationToken);
                done.SetResult();
            }
        }

        private Task PassAsync(decimal? price, bool history)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            words.Writer.TryWrite((price, history, done));
            return done.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private sealed class ListSink(MergedFeedTests tests) : ITickSink
    {
        private readonly ConcurrentDictionary<Symbol, bool> seen = new();

        public ValueTask<Quote?> BeginAsync(FeedSession session, CancellationToken cancellationToken)
        {
            Assert.True(seen.TryAdd(session.Symbol, true));
            tests.begun.Add(session);
            return default;
        }

        public ValueTask SendAsync(TickBatch batch, CancellationToken cancellationToken)
        {
            tests.heard.Add(batch);
            return default;
        }

        public ValueTask ReportMalformedAsync(FeedSession session, long line, string detail, CancellationToken cancellationToken) => default;

        public ValueTask DrainAsync(FeedSession session, CancellationToken cancellationToken) => default;
    }
}
