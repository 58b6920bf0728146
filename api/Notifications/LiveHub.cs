using System.Collections.Immutable;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Notifications;
using Countersign.Grains.Tenants;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Streams;

namespace Countersign.Api.Notifications;

/// <summary>The open live streams of this process.</summary>
internal sealed class LiveHub : IDisposable
{
    private readonly LiveOptions options;
    private readonly TimeProvider time;
    private readonly IHostApplicationLifetime lifetime;
    private readonly StreamFanout<DeskNotice> notices;
    private readonly StreamFanout<Quote> quotes;
    private int open;

    public LiveHub(IClusterClient client, IOptions<ApiOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        this.options = options.Value.Live;
        this.time = time;
        this.lifetime = lifetime;
        Func<IStreamProvider> provider = () => client.GetStreamProvider(DeskStreams.Provider);
        notices = new StreamFanout<DeskNotice>(provider, DeskStreams.Notices, (c, n) => c.Offer(n));
        quotes = new StreamFanout<Quote>(provider, DeskStreams.Quotes, (c, q) => c.Offer(q));
    }

    /// <summary>Opens a stream; null where as many are open as may be.</summary>
    /// <param name="tenant">Whose notices it carries.</param>
    /// <param name="symbols">Whose quotes it carries.</param>
    /// <param name="expiresAt">When the caller's token runs out, and the stream with it.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public async Task<LiveSubscription?> OpenAsync(
        TenantId tenant, ImmutableArray<Symbol> symbols, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref open) > options.ClientsMax)
        {
            Interlocked.Decrement(ref open);
            return null;
        }

        var client = new LiveClient(options, time, expiresAt);
        var subscription = new LiveSubscription(client, tenant, symbols, CloseAsync, lifetime.ApplicationStopping);
        try
        {
            await notices.JoinAsync(tenant.Value, client, cancellationToken);
            foreach (var symbol in symbols)
            {
                await quotes.JoinAsync(GrainKeys.Instrument(symbol), client, cancellationToken);
            }

            return subscription;
        }
        catch
        {
            await subscription.DisposeAsync();
            throw;
        }
    }

    public void Dispose()
    {
        notices.Dispose();
        quotes.Dispose();
    }

    private async Task CloseAsync(LiveSubscription subscription)
    {
        Interlocked.Decrement(ref open);
        await notices.LeaveAsync(subscription.Tenant.Value, subscription.Client);
        foreach (var symbol in subscription.Symbols)
        {
            await quotes.LeaveAsync(GrainKeys.Instrument(symbol), subscription.Client);
        }
    }
}

/// <summary>A client's place in the hub; disposing gives it up.</summary>
internal sealed class LiveSubscription(
    LiveClient client, TenantId tenant, ImmutableArray<Symbol> symbols, Func<LiveSubscription, Task> close, CancellationToken stopping)
    : IAsyncDisposable
{
    private readonly CancellationTokenRegistration registration = stopping.Register(() => client.Cut(LiveClient.Stopping));

    public LiveClient Client { get; } = client;

    public TenantId Tenant { get; } = tenant;

    public ImmutableArray<Symbol> Symbols { get; } = symbols;

    public async ValueTask DisposeAsync()
    {
        await registration.DisposeAsync();
        await close(this);
    }
}
