using System.Collections.Concurrent;
using Countersign.Api.Contracts.Notifications;
using Countersign.Api.Markets;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Markets;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Streams;

namespace Countersign.Api.Notifications;

/// <summary>The open live streams of this process.</summary>
internal sealed class LiveHub : IAsyncDisposable
{
    // What a quote that came too soon after another waits beyond its time at most.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    private readonly LiveOptions options;
    private readonly TimeProvider time;
    private readonly IHostApplicationLifetime lifetime;
    private readonly StreamFanout<DeskNotice> notices;
    private readonly StreamFanout<Quote> quotes;
    private readonly StreamFanout<BarsClosed> bars;
    private readonly ConcurrentDictionary<LiveClient, bool> clients = new();
    private readonly ITimer looks;
    private readonly ITimer sweeps;
    private int open;

    public LiveHub(IClusterClient client, IOptions<ApiOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        this.options = options.Value.Live;
        this.time = time;
        this.lifetime = lifetime;
        Func<IStreamProvider> provider = () => client.GetStreamProvider(DeskStreams.Provider);
        notices = new StreamFanout<DeskNotice>(
            provider, DeskStreams.Notices, Write, time, (this.options.KeptEvents, TimeSpan.FromSeconds(this.options.KeptSeconds)));
        quotes = new StreamFanout<Quote>(provider, DeskStreams.Quotes, Write, time);
        bars = new StreamFanout<BarsClosed>(provider, DeskStreams.Bars, Write, time);
        looks = time.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
        sweeps = time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    /// <summary>Opens a stream; null where as many are open as may be.</summary>
    /// <param name="tenant">Whose notices it carries.</param>
    /// <param name="wish">What it carries.</param>
    /// <param name="expiresAt">When the caller's token runs out, and the stream with it.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public async Task<LiveSubscription?> OpenAsync(TenantId tenant, LiveWish wish, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref open) > options.ClientsMax)
        {
            Interlocked.Decrement(ref open);
            return null;
        }

        var client = new LiveClient(options, wish, time, expiresAt);
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

            clients[client] = true;
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

        yield return id => notice.Text is { } text
            ? LiveFrame.Of(notice.Kind, new LiveNotification(notice.Id, text), id)
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

    private void Look()
    {
        foreach (var (client, _) in clients)
        {
            client.Look();
        }
    }

    private void Sweep() => _ = notices.SweepAsync(all: false);

    private async Task CloseAsync(LiveSubscription subscription)
    {
        var (client, wish) = (subscription.Client, subscription.Client.Wish);
        Interlocked.Decrement(ref open);
        clients.TryRemove(client, out _);
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
