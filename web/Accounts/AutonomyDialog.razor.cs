using System.Globalization;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Risk;
using Countersign.Web.Layout;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Accounts;

/// <summary>Changes an account's autonomy.</summary>
public sealed partial class AutonomyDialog
{
    private IReadOnlyList<string> mistakes = [];
    private string mode = "";
    private string size = "";
    private string confidence = "";
    private string trades = "";
    private string drawdown = "";
    private string target = "";
    private string hours = "";
    private string reason = "";
    private string key = "";
    private bool wasOpen;
    private bool busy;

    [CascadingParameter]
    private Visit Visit { get; set; } = null!;

    [Parameter, EditorRequired]
    public Account Account { get; set; } = null!;

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    [Parameter]
    public EventCallback Saved { get; set; }

    protected override void OnParametersSet()
    {
        if (Open && !wasOpen)
        {
            var now = Account.Autonomy;
            mode = now?.Mode switch { null => "", "manual" => "approveEverything", var known => known };
            (size, confidence) = (Text(now?.QuantityMax), now?.ConfidenceMin?.ToString("0.####", CultureInfo.InvariantCulture) ?? "");
            (trades, drawdown, target) = (Text(now?.OpenTradesMax), Text(now?.DrawdownPercentMax), Text(now?.DailyTarget));
            hours = string.Join('\n', now?.Hours.Select(h => $"{h.From} {h.To} {h.Zone} {string.Join(' ', h.Days)}") ?? []);
            (reason, mistakes, key) = ("", [], Guid.NewGuid().ToString("N"));
        }

        wasOpen = Open;
    }

    private async Task SaveAsync()
    {
        mistakes = [];
        var wanted = mode.Length == 0 ? null : Read();
        if (mistakes.Count > 0)
        {
            return;
        }

        busy = true;
        var answer = await Visit.ActAsync(api => api.SetAccountAutonomyAsync(
            Account.Id, new SetAccountAutonomyRequest { Autonomy = wanted, Reason = reason.Trim() }, key));
        busy = false;
        if (answer.Problem is { } problem)
        {
            mistakes = problem.Lines();
            key = problem.Code == Visit.LinkLost ? key : Guid.NewGuid().ToString("N");
            return;
        }

        Visit.Notes.Good($"{Account.Name}: {AccountText.Autonomy(answer.Value.Autonomy)}.");
        await OpenChanged.InvokeAsync(false);
        await Saved.InvokeAsync();
    }

    private AutonomyRequest Read()
    {
        var (sized, governed) = (mode is "autoUnder" or "assisted", mode is "assisted" or "automatic");
        return new AutonomyRequest
        {
            Mode = mode,
            QuantityMax = sized ? Number("The size", size) : null,
            ConfidenceMin = mode == "assisted" ? (double?)Number("The confidence", confidence) : null,
            OpenTradesMax = governed ? (int?)Number("The open trades", trades) : null,
            DrawdownPercentMax = governed ? Number("The drawdown", drawdown) : null,
            DailyTarget = governed ? Number("What the day has won", target) : null,
            Hours = governed ? [.. hours.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Hours).OfType<AutonomyHoursRequest>()] : null,
        };
    }

    private AutonomyHoursRequest? Hours(string line)
    {
        if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var from, var to, var zone, _, ..] words)
        {
            return new AutonomyHoursRequest { From = from, To = to, Zone = zone, Days = words[3..] };
        }

        mistakes = [.. mistakes, $"'{line}' is not from, to, zone and at least one day."];
        return null;
    }

    private decimal? Number(string what, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || decimal.TryParse(text.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out _))
        {
            return string.IsNullOrWhiteSpace(text) ? null : decimal.Parse(text.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture);
        }

        mistakes = [.. mistakes, $"{what} is a number."];
        return null;
    }

    private static string Text(decimal? number) => number?.ToString("0.########", CultureInfo.InvariantCulture) ?? "";
}
