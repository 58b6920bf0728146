using System.Globalization;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Risk;

/// <summary>
/// Changes the blackouts of a level. Windows and rules are two commands to the desk; only what was changed is sent, and only where the level is still
/// as the form shows it.
/// </summary>
public sealed partial class BlackoutsDialog
{
    private const int WindowsMax = 500;
    private const int RulesMax = 50;
    private static readonly string[] Impacts = ["low", "medium", "high"];

    private readonly List<Window> windows = [];
    private readonly List<Rule> rules = [];
    private IReadOnlyList<string> mistakes = [];
    private RiskPolicy? shown;
    private RiskPolicy? held;
    private string reason = "";
    private string key = "";
    private string? tag;
    private bool overtaken;
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

    protected override async Task OnParametersSetAsync()
    {
        if (Policy == shown)
        {
            return;
        }

        (shown, reason, mistakes, overtaken, tag) = (Policy, "", [], false, null);
        Show(Policy);
        if (Policy is { } policy)
        {
            busy = true;
            await ReadAsync(policy);
            busy = false;
        }
    }

    private void Show(RiskPolicy? policy)
    {
        held = policy;
        windows.Clear();
        rules.Clear();
        windows.AddRange(policy?.Blackouts.Select(b => new Window
        {
            From = Visit.Clock.Local(b.From), Until = Visit.Clock.Local(b.Until), Currency = b.Currency, Title = b.Title,
        }) ?? []);
        rules.AddRange(policy?.CalendarBlackouts.Select(r => new Rule
        {
            Impact = r.ImpactMin, Before = r.MinutesBefore, After = r.MinutesAfter, Currency = r.Currency,
        }) ?? []);
    }

    /// <summary>The level as it is now, with the tag that the change is to be made on. What is entered already stays where the form was made on the same.</summary>
    /// <param name="policy">Which level.</param>
    /// <param name="anew">Nothing that is entered stays.</param>
    /// <returns>Whether it stayed.</returns>
    private async Task<bool> ReadAsync(RiskPolicy policy, bool anew = false)
    {
        var now = await Visit.ActAsync(api => policy.Level switch
        {
            "platform" => api.GetPlatformRiskAsync(),
            "strategy" => api.GetStrategyRiskAsync(policy.Target),
            _ => api.GetTenantRiskAsync(),
        });
        if (now.Problem is { } problem)
        {
            mistakes = problem.Lines();
            return false;
        }

        (tag, key) = (now.ETag, NewKey());
        if (!anew && held is { } known && known.Blackouts.SequenceEqual(now.Value.Blackouts) && known.CalendarBlackouts.SequenceEqual(now.Value.CalendarBlackouts))
        {
            return true;
        }

        Show(now.Value);
        return false;
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

        (busy, mistakes, overtaken) = (true, [], false);
        var saved = await SaveWindowsAsync(policy) && await SaveRulesAsync(policy);
        busy = false;
        if (saved)
        {
            Visit.Notes.Good($"The blackouts of {Ids.Name(policy.Target)} are changed.");
            await Saved.InvokeAsync();
            await Closed.InvokeAsync();
        }
        else if (overtaken)
        {
            await Saved.InvokeAsync();
        }
    }

    private Task<bool> SaveWindowsAsync(RiskPolicy policy)
    {
        BlackoutRequest[] wanted = [.. windows.Select(w => new BlackoutRequest
        {
            From = Written(w.From), Until = Written(w.Until), Currency = Blank(w.Currency), Title = w.Title.Trim(),
        })];
        var before = held!.Blackouts.Select(b => new BlackoutRequest
        {
            From = Written(Visit.Clock.Local(b.From)), Until = Written(Visit.Clock.Local(b.Until)), Currency = b.Currency, Title = b.Title,
        });
        var request = new SetBlackoutsRequest { Blackouts = wanted, Reason = reason.Trim() };
        return wanted.SequenceEqual(before) ? Task.FromResult(true) : SendAsync(policy, api => policy.Level switch
        {
            "platform" => api.SetPlatformRiskBlackoutsAsync(request, key, tag),
            "strategy" => api.SetStrategyRiskBlackoutsAsync(policy.Target, request, key, tag),
            _ => api.SetTenantRiskBlackoutsAsync(request, key, tag),
        });
    }

    private Task<bool> SaveRulesAsync(RiskPolicy policy)
    {
        CalendarBlackoutRequest[] wanted = [.. rules.Select(r => new CalendarBlackoutRequest
        {
            ImpactMin = r.Impact, MinutesBefore = r.Before, MinutesAfter = r.After, Currency = Blank(r.Currency),
        })];
        var before = held!.CalendarBlackouts.Select(r => new CalendarBlackoutRequest
        {
            ImpactMin = r.ImpactMin, MinutesBefore = r.MinutesBefore, MinutesAfter = r.MinutesAfter, Currency = r.Currency,
        });
        var request = new SetCalendarBlackoutsRequest { Rules = wanted, Reason = reason.Trim() };
        return wanted.SequenceEqual(before) ? Task.FromResult(true) : SendAsync(policy, api => policy.Level switch
        {
            "platform" => api.SetPlatformRiskCalendarBlackoutsAsync(request, key, tag),
            "strategy" => api.SetStrategyRiskCalendarBlackoutsAsync(policy.Target, request, key, tag),
            _ => api.SetTenantRiskCalendarBlackoutsAsync(request, key, tag),
        });
    }

    /// <summary>Sends a change that is made on what the form shows.</summary>
    /// <returns>Whether it is done; where it is not, the form says why.</returns>
    private async Task<bool> SendAsync(RiskPolicy policy, Func<CountersignClient, Task<ApiAnswer<RiskPolicy>>> command)
    {
        // The answer to a change has no tag, so that of the next is read; and without one nothing is sent.
        if (tag is null && !await ReadAsync(policy))
        {
            overtaken = mistakes.Count == 0;
            return false;
        }

        var answer = await Visit.ActAsync(command);
        if (answer.Problem is not { } problem)
        {
            (held, tag) = (answer.Value, null);
            return true;
        }

        if (problem.Code == ProblemCodes.PreconditionFailed)
        {
            overtaken = true;
            await ReadAsync(policy, anew: true);
            return false;
        }

        // Where the answer was lost it stays the same command; a corrected one is another.
        (mistakes, key) = (problem.Lines(), problem.Code == Visit.LinkLost ? key : NewKey());
        return false;
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");

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
