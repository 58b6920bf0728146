using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Markets;
using Countersign.Web.Notifications;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Layout;

/// <summary>
/// A page of the desk: reads what it shows, and reads it again when the desk says that it has changed, a few times a second at most however
/// fast notices come. What was shown last stays while it is read again, and while the desk cannot be reached.
/// </summary>
/// <typeparam name="T">What the page shows.</typeparam>
public abstract class DeskPage<T> : ComponentBase, IAsyncDisposable where T : class
{
    private static readonly TimeSpan RereadEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ValueEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource leaving = new();
    private string? address;
    private DateTimeOffset readAt;
    private int rereading;
    private bool listens;

    [CascadingParameter]
    private protected Visit Visit { get; set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>What is shown; null before it was read.</summary>
    protected T? State { get; private set; }

    /// <summary>Why it could not be read, for people; null where it could.</summary>
    protected string? Problem { get; private set; }

    /// <summary>Whether the page takes clicks yet.</summary>
    protected bool Ready => RendererInfo.IsInteractive;

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Leaving => leaving.Token;

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task<T> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Whether an event of the live stream (its name) changes what the page shows.</summary>
    protected abstract bool Concerns(string kind);

    /// <summary>Whether the desk's own figures on the page move with prices, so that it is read again once a second while they move.</summary>
    protected virtual bool IsValued => false;

    /// <summary>After <see cref="State"/> was read anew.</summary>
    protected virtual void OnRead()
    {
    }

    protected sealed override void OnInitialized()
    {
        if (RendererInfo.IsInteractive)
        {
            listens = true;
            Visit.Feed.Changed += Notice;
            Visit.Feed.CaughtUp += RereadSoon;
            Visit.Feed.Quoted += Value;
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (address == Navigation.Uri)
        {
            return;
        }

        address = Navigation.Uri;
        var memory = Visit.Session.Pages;
        State = RendererInfo.IsInteractive ? memory.Recall<T>(Memory(address)) : null;
        if (State is not null)
        {
            OnRead();
            return;
        }

        await TryReadAsync();
        if (!RendererInfo.IsInteractive && State is { } read)
        {
            memory.Keep(Memory(address), read);
        }
    }

    /// <summary>Something was done from here: do not wait for the notice.</summary>
    protected void RereadSoon()
    {
        if (Interlocked.Exchange(ref rereading, 1) == 0)
        {
            _ = InvokeAsync(RereadAsync);
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (listens)
        {
            Visit.Feed.Changed -= Notice;
            Visit.Feed.CaughtUp -= RereadSoon;
            Visit.Feed.Quoted -= Value;
        }

        await leaving.CancelAsync();
    }

    private static string Memory(string address) => $"{typeof(T).FullName} {address}";

    private void Notice(DeskEvent notice)
    {
        if (Concerns(notice.Kind))
        {
            RereadSoon();
        }
    }

    private void Value(Quote quote)
    {
        if (IsValued && Visit.Time.GetUtcNow() - readAt >= ValueEvery)
        {
            RereadSoon();
        }
    }

    private async Task RereadAsync()
    {
        try
        {
            var wait = readAt + (Problem is null ? RereadEvery : RetryEvery) - Visit.Time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, Visit.Time, Leaving);
            }

            // What is noticed from here on is read by the next one.
            Volatile.Write(ref rereading, 0);
            await TryReadAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task TryReadAsync()
    {
        readAt = Visit.Time.GetUtcNow();
        try
        {
            State = await ReadAsync(Leaving);
            Problem = null;
            OnRead();
        }
        catch (SessionEndedException e)
        {
            Problem = e.Message;
        }
        catch (Exception e) when (e is DeskUnavailableException or ApiProblemException)
        {
            var refusal = (e as ApiProblemException)?.Problem;
            Problem = refusal is null ? e.Message : string.Join(" ", refusal.Lines());
            // Who is turned away for now (429) or finds nobody (5xx) comes again; what is forbidden or unknown stays so.
            if (RendererInfo.IsInteractive && refusal is null or { Status: 429 or >= 500 })
            {
                RereadSoon();
            }
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // The page was left.
        }
    }
}
