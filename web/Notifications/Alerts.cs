using System.Collections.Immutable;
using System.Text.Json;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Notifications;
using Countersign.Api.Contracts.Tenants;

namespace Countersign.Web.Notifications;

/// <summary>A message of the desk for people.</summary>
/// <param name="Id">The live stream's id of it: whichever of a browser's pages heard it, it is the same.</param>
/// <param name="Message">What it says.</param>
/// <param name="Seen">It stood in a list that was opened.</param>
internal sealed record Alert(string Id, LiveNotification Message, bool Seen = false)
{
    /// <summary>The page of what it concerns, of those that the reader may open.</summary>
    public string PathFor(bool administers) => Message switch
    {
        { Kind: "ideas" } => $"/ideas/{Message.About}",
        { Kind: "backtests" } => $"/backtests/{Message.About}",
        { Kind: "orders" } => "/orders?show=all",
        { Kind: "webhooks" } => administers ? $"/webhooks/{Message.About}" : "/settings",
        _ => "/risk",
    };
}

/// <summary>
/// What the desk told a signed-in browser, the newest, whichever of its pages heard it. Its pages are loaded anew one after the other; the messages
/// stay as long as the session does.
/// </summary>
internal sealed class Alerts
{
    public const string KindsSetting = "notifications.kinds";
    public const string DesktopSetting = "notifications.desktop";

    private const int KeptMax = 50;
    private readonly Lock gate = new();
    private ImmutableHashSet<string>? kinds;

    /// <summary>Raised on any thread; with the message that is new, or null where something else changed.</summary>
    public event Action<Alert?>? Changed;

    /// <summary>Newest first.</summary>
    public ImmutableList<Alert> Newest { get; private set; } = [];

    public int Unseen => Newest.Count(a => !a.Seen);

    /// <summary>The browser shows messages of its own too.</summary>
    public bool OnDesktop { get; private set; }

    /// <summary>The live stream's newest event of this session; the next page begins after it.</summary>
    public string? LastEventId { get; private set; }

    /// <summary>Goes by the user's settings. Messages of kinds that are not wanted any more stay in the list.</summary>
    public void Choose(IReadOnlyList<Setting> settings)
    {
        kinds = settings.FirstOrDefault(s => s.Name == KindsSetting)?.Value is { ValueKind: JsonValueKind.Array } chosen
            ? [.. chosen.EnumerateArray().Select(k => k.GetString()!)]
            : null;
        OnDesktop = settings.FirstOrDefault(s => s.Name == DesktopSetting)?.Value.ValueKind == JsonValueKind.True;
    }

    /// <summary>Takes an event of the live stream; what another page of the browser took already changes nothing.</summary>
    public void Take(string? id, DeskEvent change)
    {
        if (id is not { Length: > 0 })
        {
            return;
        }

        LastEventId = id;
        if (change.Kind != "notification" || change.Data.Deserialize<LiveNotification>(CountersignClient.Json) is not { } message
            || kinds?.Contains(message.Kind) == false)
        {
            return;
        }

        var alert = new Alert(id, message);
        lock (gate)
        {
            if (Newest.Any(a => a.Id == id))
            {
                return;
            }

            Newest = [alert, .. Newest.Take(KeptMax - 1)];
        }

        Changed?.Invoke(alert);
    }

    /// <summary>The list was looked at.</summary>
    public void See()
    {
        lock (gate)
        {
            Newest = [.. Newest.Select(a => a with { Seen = true })];
        }

        Changed?.Invoke(null);
    }
}
