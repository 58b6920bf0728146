using System.Collections.Concurrent;
using Countersign.Api.Contracts.Notifications;
using Countersign.Api.Markets;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Countersign.Api.Notifications;

/// <summary>The open live streams of this process.</summary>
internal sealed class LiveHub : IAsyncDisposable
{
    // What a quote that came too soon after another waits beyond its time at most.
    private static readonly TimeSpan QuotesEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    private readonly LiveOptions options;
    private readonly TimeProvider time;
    private readonly IHostApplicationLifetime lifetime;
    private readonly StreamFanout<DeskNotice> notices;
    private readonly StreamFanout<Quote> quotes;
    private readonly StreamFanout<BarsClosed> bars;
    private readonly ConcurrentDictionary<LiveClient, LiveCaller> clients = new();
    private readonly ConcurrentQueue<LiveClient> waiting = new();
    private readonly Lock timers = new();
    private readonly TimeSpan standingFor;
    private readonly ITimer quoteLooks;
    private readonly ITimer looks;
    private readonly ITimer sweeps;
    private bool areTimersOn;
    private DateTimeOffset checkedAt;
    private int isChecking;
    private int open;

    public LiveHub(
        IClusterClient client, SessionGate sessions, ApiKeyGate keys, IOptions<ApiOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        standingFor = TimeSpan.FromSeconds(options.Value.Tokens.StandingSeconds);
        this.options = options.Value.Live;
        this.time = time;
        this.lifetime = lifetime;
        Func<IStreamProvider> provider = () => client.GetStreamProvider(DeskStreams.Provider);
        notices = new StreamFanout<DeskNotice>(
            provider, DeskStreams.Notices, Write, time, (this.options.KeptEvents, TimeSpan.FromSeconds(this.options.KeptSeconds)));
        quotes = new StreamFanout<Quote>(provider, DeskStreams.Quotes, Write, time);
        bars = new StreamFanout<BarsClosed>(provider, DeskStreams.Bars, Write, time);
        quoteLooks = time.CreateTimer(_ => LookAtQuotes(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        looks = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        sweeps = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
        sessions.Forgotten += (tenant, user) => _ = CheckAsync(c => c.Tenant == tenant && (user is null || c.User == user));
        keys.Forgotten += tenant => _ = CheckAsync(c => c.Tenant == tenant && c.Key is not null);
    }

    /// <summary>Whether the hub looks at the clock: while a stream is open.</summary>
    public bool IsLooking
    {
        get
        {
            lock (timers)
            {
                return areTimersOn;
            }
        }
    }

    /// <summary>Opens a stream; null where as many are open as may be.</summary>
    /// <param name="caller">Whose notices it carries, until the caller's token runs out or does not let in any more.</param>
    /// <param name="wish">What it carries.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public async Task<LiveSubscription?> OpenAsync(LiveCaller caller, LiveWish wish, CancellationToken cancellationToken)
    {
        var tenant = caller.Token.Tenant;
        if (Interlocked.Increment(ref open) > options.ClientsMax)
        {
            Interlocked.Decrement(ref open);
            return null;
        }

        var client = new LiveClient(options, wish, time, caller.Token.ExpiresAt) { OnWaiting = waiting.Enqueue };
        var subscription = new LiveSubscription(client, tenant, CloseAsync, lifetime.ApplicationStopping);
        try
        {
            if ((wish.Topics & LiveTopics.Kept) != LiveTopics.None)
            {
                await notices.JoinAsync(tenant.Value, client, wish.ResumeAfter, cancellationToken);
            }

            foreach (var symbol in wish.Symbols)
            {
                if (wish.Topics.HasFlag(LiveTopics.Quotes))
                {
                    await quotes.JoinAsync(GrainKeys.Instrument(Symbol.Parse(symbol)), client, null, cancellationToken);
                }

                if (wish.Topics.HasFlag(LiveTopics.Bars))
                {
                    await bars.JoinAsync(GrainKeys.Instrument(Symbol.Parse(symbol)), client, null, cancellationToken);
                }
            }

            clients[client] = caller;
            SetTimers();

            // What was ended while the stream was being opened found no client to cut.
            await CheckAsync(client, caller, cancellationToken);
            return subscription;
        }
        catch
        {
            await subscription.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await quoteLooks.DisposeAsync();
        await looks.DisposeAsync();
        await sweeps.DisposeAsync();
        notices.Dispose();
        quotes.Dispose();
        bars.Dispose();
    }

    private static IEnumerable<Func<string?, LiveFrame>> Write(DeskNotice notice)
    {
        foreach (var order in notice.Orders)
        {
            yield return id => LiveFrame.Of("order", new LivePart(order, notice.Id), id);
        }

        foreach (var position in notice.Positions)
        {
            yield return id => LiveFrame.Of("position", new LivePart(position, notice.Id), id);
        }

        yield return id => notice is { Text: { } text, Topic: { } topic, About: { } about, At: { } at }
            ? LiveFrame.Of(notice.Kind, new LiveNotification(notice.Id, text, Choice.Name(topic), about, at), id)
            : LiveFrame.Of(notice.Kind, new LiveNotice(notice.Id), id);
    }

    private static IEnumerable<Func<string?, LiveFrame>> Write(Quote quote)
    {
        yield return _ => LiveFrame.Of("quote", quote.ToBody(), key: quote.Symbol.Value);
    }

    private static IEnumerable<Func<string?, LiveFrame>> Write(BarsClosed closed)
    {
        foreach (var bar in closed.Bars)
        {
            var timeframe = bar.Timeframe.ToString();
            yield return _ => LiveFrame.Of(
                "bar", new LiveBar(closed.Quote.Symbol.Value, timeframe, closed.Quote.Simulated, bar.ToBody()), key: timeframe);
        }
    }

    private void LookAtQuotes()
    {
        for (var left = waiting.Count; left > 0 && waiting.TryDequeue(out var client); left--)
        {
            if (!client.LookAtQuotes())
            {
                waiting.Enqueue(client);
            }
        }
    }

    private void Look()
    {
        foreach (var (client, _) in clients)
        {
            client.Look();
        }

        // What another process ended is found here.
        if (time.GetUtcNow() - checkedAt >= standingFor && Interlocked.Exchange(ref isChecking, 1) == 0)
        {
            checkedAt = time.GetUtcNow();
            _ = CheckAllAsync();
        }
    }

    private async Task CheckAllAsync()
    {
        try
        {
            await CheckAsync(_ => true);
        }
        finally
        {
            Volatile.Write(ref isChecking, 0);
        }
    }

    /// <summary>Cuts the streams of those who would not be let in any more.</summary>
    private async Task CheckAsync(Func<AccessToken, bool> concerned)
    {
        foreach (var (client, caller) in clients)
        {
            if (concerned(caller.Token))
            {
                await CheckAsync(client, caller, CancellationToken.None);
            }
        }
    }

    private static async Task CheckAsync(LiveClient client, LiveCaller caller, CancellationToken cancellationToken)
    {
        try
        {
            if (!await caller.IsLetInAsync(cancellationToken))
            {
                client.Cut(LiveClient.Revoked);
            }
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or JournalUnavailableException)
        {
            // Who cannot be asked about now is asked about at the next look.
        }
    }

    // Nobody to look after, nothing to look at: an idle desk does not wake fifty times a second.
    private void SetTimers()
    {
        lock (timers)
        {
            var wanted = !clients.IsEmpty;
            if (wanted != areTimersOn)
            {
                areTimersOn = wanted;
                Set(quoteLooks, QuotesEvery);
                Set(looks, LookEvery);
            }

            void Set(ITimer timer, TimeSpan every) =>
                timer.Change(wanted ? every : Timeout.InfiniteTimeSpan, wanted ? every : Timeout.InfiniteTimeSpan);
        }
    }

    private void Sweep() => _ = notices.SweepAsync(all: false);

    private async Task CloseAsync(LiveSubscription subscription)
    {
        var (client, wish) = (subscription.Client, subscription.Client.Wish);
        Interlocked.Decrement(ref open);
        clients.TryRemove(client, out _);
        SetTimers();
        await notices.LeaveAsync(subscription.Tenant.Value, client);
        foreach (var symbol in wish.Symbols)
        {
            await quotes.LeaveAsync(GrainKeys.Instrument(Symbol.Parse(symbol)), client);
            await bars.LeaveAsync(GrainKeys.Instrument(Symbol.Parse(symbol)), client);
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await notices.SweepAsync(all: true);
        }
    }
}

/// <summary>Who opened a stream.</summary>
/// <param name="Token">Of the request that opened it.</param>
/// <param name="IsLetInAsync">Whether the same request would be let in now.</param>
internal sealed record LiveCaller(AccessToken Token, Func<CancellationToken, Task<bool>> IsLetInAsync);

/// <summary>A client's place in the hub; disposing gives it up.</summary>
internal sealed class LiveSubscription(LiveClient client, TenantId tenant, Func<LiveSubscription, Task> close, CancellationToken stopping)
    : IAsyncDisposable
{
    private readonly CancellationTokenRegistration registration = stopping.Register(() => client.Cut(LiveClient.Stopping));

    public LiveClient Client { get; } = client;

    public TenantId Tenant { get; } = tenant;

    public async ValueTask DisposeAsync()
    {
        await registration.DisposeAsync();
        await close(this);
    }
}
