using System.Globalization;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Risk;

/// <summary>Changes the blackouts of a level. Windows and rules are two commands to the desk; only what was changed is sent.</summary>
public sealed partial class BlackoutsDialog
{
    private const int WindowsMax = 500;
    private const int RulesMax = 50;
    private static readonly string[] Impacts = ["low", "medium", "high"];

    private readonly List<Window> windows = [];
    private readonly List<Rule> rules = [];
    private IReadOnlyList<string> mistakes = [];
    private RiskPolicy? shown;
    private string reason = "";
    private string key = "";
    private bool busy;

    [CascadingParameter]
    private Visit Visit { get; set; } = null!;

    /// <summary>Whose blackouts; null shows nothing.</summary>
    [Parameter]
    public RiskPolicy? Policy { get; set; }

    [Parameter]
    public EventCallback Closed { get; set; }

    [Parameter]
    public EventCallback Saved { get; set; }

    protected override void OnParametersSet()
    {
        if (Policy == shown)
        {
            return;
        }

        (shown, reason, mistakes, key) = (Policy, "", [], Guid.NewGuid().ToString("N"));
        windows.Clear();
        rules.Clear();
        windows.AddRange(Policy?.Blackouts.Select(b => new Window
        {
            From = Visit.Clock.Local(b.From), Until = Visit.Clock.Local(b.Until), Currency = b.Currency, Title = b.Title,
        }) ?? []);
        rules.AddRange(Policy?.CalendarBlackouts.Select(r => new Rule
        {
            Impact = r.ImpactMin, Before = r.MinutesBefore, After = r.MinutesAfter, Currency = r.Currency,
        }) ?? []);
    }

    private void Add()
    {
        var hour = Visit.Clock.Local(Visit.Time.GetUtcNow()).AddHours(1);
        hour = hour.Date.AddHours(hour.Hour);
        windows.Add(new Window { From = hour, Until = hour.AddHours(1) });
    }

    private async Task SaveAsync()
    {
        if (Policy is not { } policy)
        {
            return;
        }

        BlackoutRequest[] wantedWindows = [.. windows.Select(w => new BlackoutRequest
        {
            From = Written(w.From), Until = Written(w.Until), Currency = Blank(w.Currency), Title = w.Title.Trim(),
        })];
        CalendarBlackoutRequest[] wantedRules = [.. rules.Select(r => new CalendarBlackoutRequest
        {
            ImpactMin = r.Impact, MinutesBefore = r.Before, MinutesAfter = r.After, Currency = Blank(r.Currency),
        })];
        busy = true;
        var problem = (await SendAsync(policy, wantedWindows) ?? await SendAsync(policy, wantedRules))?.Lines();
        busy = false;
        if (problem is not null)
        {
            mistakes = problem;
            return;
        }

        Visit.Notes.Good($"The blackouts of {Ids.Name(policy.Target)} are changed.");
        await Saved.InvokeAsync();
        await Closed.InvokeAsync();
    }

    private async Task<Api.Contracts.Problem?> SendAsync(RiskPolicy policy, BlackoutRequest[] wanted)
    {
        BlackoutRequest[] before = [.. policy.Blackouts.Select(b => new BlackoutRequest
        {
            From = Written(Visit.Clock.Local(b.From)), Until = Written(Visit.Clock.Local(b.Until)), Currency = b.Currency, Title = b.Title,
        })];
        if (wanted.SequenceEqual(before))
        {
            return null;
        }

        var request = new SetBlackoutsRequest { Blackouts = wanted, Reason = reason.Trim() };
        return (await Visit.ActAsync(api => policy.Level switch
        {
            "platform" => api.SetPlatformRiskBlackoutsAsync(request, key + "-w"),
            "strategy" => api.SetStrategyRiskBlackoutsAsync(policy.Target, request, key + "-w"),
            _ => api.SetTenantRiskBlackoutsAsync(request, key + "-w"),
        })).Problem;
    }

    private async Task<Api.Contracts.Problem?> SendAsync(RiskPolicy policy, CalendarBlackoutRequest[] wanted)
    {
        var before = policy.CalendarBlackouts.Select(r => new CalendarBlackoutRequest
        {
            ImpactMin = r.ImpactMin, MinutesBefore = r.MinutesBefore, MinutesAfter = r.MinutesAfter, Currency = r.Currency,
        });
        if (wanted.SequenceEqual(before))
        {
            return null;
        }

        var request = new SetCalendarBlackoutsRequest { Rules = wanted, Reason = reason.Trim() };
        return (await Visit.ActAsync(api => policy.Level switch
        {
            "platform" => api.SetPlatformRiskCalendarBlackoutsAsync(request, key + "-c"),
            "strategy" => api.SetStrategyRiskCalendarBlackoutsAsync(policy.Target, request, key + "-c"),
            _ => api.SetTenantRiskCalendarBlackoutsAsync(request, key + "-c"),
        })).Problem;
    }

    private string Written(DateTime local) => Visit.Clock.At(local).ToString("O", CultureInfo.InvariantCulture);

    private static string Shown(DateTime local) => local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static DateTime Read(object? text, DateTime before) =>
        DateTime.TryParse(text?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? local : before;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ToUpperInvariant();

    private sealed class Window
    {
        public DateTime From { get; set; }

        public DateTime Until { get; set; }

        public string? Currency { get; set; }

        public string Title { get; set; } = "";
    }

    private sealed class Rule
    {
        public string Impact { get; set; } = "high";

        public int Before { get; set; } = 15;

        public int After { get; set; } = 15;

        public string? Currency { get; set; }
    }
}
