using System.ComponentModel.DataAnnotations;
using Countersign.Api.Contracts.Execution;

namespace Countersign.Api.Contracts.Risk;

/// <summary>An order that is asked about and not placed.</summary>
public sealed record WhatIfRequest : OrderTerms
{
    /// <summary>The account, <c>a-…</c>.</summary>
    [Required]
    public string? AccountId { get; init; }
}

/// <summary>What the risk gate says of an order, check by check. Nothing was placed.</summary>
/// <param name="Allowed">Whether the order would pass.</param>
/// <param name="Refusals">Every reason why it would not.</param>
/// <param name="Checks">Every check with its figure and its limit.</param>
public sealed record WhatIf(bool Allowed, IReadOnlyList<RefusalReason> Refusals, IReadOnlyList<RiskFinding> Checks);

/// <summary>What one check says.</summary>
/// <param name="Check">Its name in words.</param>
/// <param name="Code">The code that its refusal has, such as <c>risk.max_position</c>.</param>
/// <param name="Verdict"><c>passed</c>, <c>refused</c>, <c>unknown</c> (a limit and no figure: refused), <c>checkFailed</c> (refused),
/// <c>notLimited</c> or <c>notConcerned</c>.</param>
/// <param name="Unit">What figure and limit count: <c>units</c> (base currency), <c>amount</c> (the account's currency), <c>percent</c>,
/// <c>count</c>, <c>seconds</c>, <c>multiple</c> or <c>none</c>.</param>
/// <param name="Figure">What was measured; null where it is not known.</param>
/// <param name="Limit">What it is held against; null where none is set.</param>
/// <param name="Level">Who set the limit: <c>platform</c>, <c>tenant</c>, <c>account</c> or <c>strategy</c>.</param>
/// <param name="Message">Why it refuses, as a sentence; null where it does not.</param>
public sealed record RiskFinding(
    string Check, string Code, string Verdict, string Unit, decimal? Figure, decimal? Limit, string? Level, string? Message);
