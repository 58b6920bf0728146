using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Risk;

/// <summary>Stops trading: the kill switch.</summary>
public sealed record HaltRequest
{
    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }

    /// <summary>Closes the positions too, at the market.</summary>
    public bool? Flatten { get; init; }
}

/// <summary>Why trading is reduced or let go on.</summary>
public sealed record TradingStateRequest
{
    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}

/// <summary>The trading state that is on record now.</summary>
/// <param name="Level"><c>tenant</c>, <c>account</c> or <c>strategy</c>.</param>
/// <param name="Target">Its id: <c>t-…</c>, <c>a-…</c> or <c>s-…</c>.</param>
/// <param name="TradingState"><c>active</c>, <c>reducing</c> or <c>halted</c>.</param>
/// <param name="Accounts">How many accounts were told.</param>
/// <param name="Unreached">How many could not be told now; they do what the record asks within seconds.</param>
public sealed record TradingStateChange(string Level, string Target, string TradingState, int Accounts, int Unreached);
