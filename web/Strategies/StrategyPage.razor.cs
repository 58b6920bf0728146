using System.Globalization;
using System.Text.Json;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Execution;
using Countersign.Api.Contracts.Risk;
using Countersign.Api.Contracts.Strategies;
using Countersign.Web.Layout;
using Countersign.Web.Strategies.Builder;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Strategies;

/// <summary>One strategy: what it does, how it does, its versions, and how much of it goes without a person.</summary>
public sealed partial class StrategyPage
{
    private const int AccountsMax = 50;
    private const int VersionsMax = 50;
    private const int TradesMax = 200;

    private bool busy;
    private bool activating;
    private bool retiring;
    private bool governing;
    private string accountId = "";
    private string reason = "";
    private string mode = "approveEverything";
    private string size = "";
    private string confidence = "";
    private string? editing;
    private IReadOnlyList<DefinitionMistake> mistakes = [];
    private StrategyComparison? comparison;

    [Parameter]
    public string StrategyId { get; set; } = "";

    protected override bool Concerns(string kind) => kind is "strategy" or "position";

    protected override async Task<Book> ReadAsync(CancellationToken cancellationToken)
    {
        var strategy = await Visit.Api.GetStrategyAsync(StrategyId, cancellationToken);
        var versions = Visit.Api.ListStrategyVersionsAsync(StrategyId, VersionsMax, cancellationToken: cancellationToken);
        var accounts = Visit.Api.ListAccountsAsync(AccountsMax, cancellationToken: cancellationToken);
        var trades = Visit.Api.ListTradesAsync(limit: TradesMax, cancellationToken: cancellationToken);
        return new Book(
            strategy.Value, (await versions).Value.Items, (await accounts).Value.Items,
            [.. (await trades).Value.Items.Where(t => t.StrategyId == StrategyId)]);
    }

    private void Edit(JsonElement definition)
    {
        editing = DefinitionText.Write(definition);
        mistakes = [];
    }

    private async Task ReviseAsync()
    {
        if (!DefinitionText.TryRead(editing!, out var definition, out var mistake))
        {
            mistakes = [new DefinitionMistake(null, mistake)];
            return;
        }

        busy = true;
        var answer = await Visit.ActAsync(api => api.ReviseStrategyAsync(StrategyId, new ReviseStrategyRequest { Definition = definition }));
        busy = false;
        mistakes = DefinitionMistake.Of(answer.Problem);
        if (answer.IsSuccess)
        {
            editing = null;
            Visit.Notes.Good($"Version {answer.Value.Version} is saved.");
            RereadSoon();
        }
    }

    private Task RestoreAsync(int version) => DoAsync(
        api => api.ReviseStrategyAsync(StrategyId, new ReviseStrategyRequest { Restore = version }),
        s => $"Version {version} is back, as version {s.Version}.", "It was not brought back.");

    private Task DeactivateAsync() => DoAsync(api => api.DeactivateStrategyAsync(StrategyId), _ => "The strategy is paused.", "It was not paused.");

    private async Task ActivateAsync()
    {
        await DoAsync(
            api => api.ActivateStrategyAsync(StrategyId, new ActivateStrategyRequest { AccountId = accountId }),
            _ => "The strategy is active.", "It was not activated.");
        activating = false;
    }

    private async Task RetireAsync()
    {
        await DoAsync(
            api => api.RetireStrategyAsync(StrategyId, new RetireStrategyRequest { Reason = reason.Trim() }),
            _ => "The strategy is retired.", "It was not retired.");
        (retiring, reason) = (false, "");
    }

    private void BeginAutonomy()
    {
        var now = State!.Strategy.AutonomySettings;
        mode = now.Mode == "manual" ? "approveEverything" : now.Mode;
        size = now.QuantityMax?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";
        confidence = now.ConfidenceMin?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
        (reason, governing) = ("", true);
    }

    private async Task GovernAsync()
    {
        // What the form does not ask about stays as it is.
        var now = State!.Strategy.AutonomySettings;
        var wanted = new AutonomyRequest
        {
            Mode = mode,
            QuantityMax = mode is "autoUnder" or "assisted" && decimal.TryParse(size, NumberStyles.Number, CultureInfo.InvariantCulture, out var most) ? most : null,
            ConfidenceMin = mode == "assisted" && double.TryParse(confidence, NumberStyles.Number, CultureInfo.InvariantCulture, out var least) ? least : null,
            OpenTradesMax = now.OpenTradesMax, DrawdownPercentMax = now.DrawdownPercentMax, DailyTarget = now.DailyTarget,
            Hours = [.. now.Hours.Select(h => new AutonomyHoursRequest { From = h.From, To = h.To, Zone = h.Zone, Days = h.Days })],
        };
        await DoAsync(
            api => api.SetStrategyAutonomyAsync(StrategyId, new SetStrategyAutonomyRequest { Autonomy = wanted, Reason = reason.Trim() }),
            _ => "The autonomy is changed.", "The autonomy was not changed.");
        governing = false;
    }

    private async Task CompareAsync(int version)
    {
        var answer = await Visit.ActAsync(api => api.CompareStrategyVersionsAsync(StrategyId, version, State!.Strategy.Version));
        comparison = answer.IsSuccess ? answer.Value : null;
        if (answer.Problem is { } problem)
        {
            Visit.Notes.Bad("The versions were not compared.", problem.Lines());
        }
    }

    private async Task DoAsync(Func<CountersignClient, Task<ApiAnswer<Strategy>>> command, Func<Strategy, string> done, string refused)
    {
        busy = true;
        var answer = await Visit.ActAsync(command);
        busy = false;
        Visit.Notes.Tell(answer, answer.IsSuccess ? done(answer.Value) : "", refused);
        RereadSoon();
    }

    private static string AutonomyText(Autonomy autonomy)
    {
        var size = autonomy.QuantityMax is { } most ? $" up to {most.ToString("#,0.####", CultureInfo.InvariantCulture)}" : "";
        return autonomy.Mode switch
        {
            "autoUnder" => $"goes on its own{size}",
            "assisted" => $"goes on its own from confidence {autonomy.ConfidenceMin?.ToString("0.##", CultureInfo.InvariantCulture)}{size}",
            "automatic" => "goes on its own",
            _ => "a person approves everything",
        };
    }

    /// <summary>A strategy with what belongs to it.</summary>
    public sealed record Book(
        Strategy Strategy, IReadOnlyList<StrategyVersionSummary> Versions, IReadOnlyList<AccountSummary> Accounts, IReadOnlyList<Trade> Trades);
}
