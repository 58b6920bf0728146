using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Risk;

/// <summary>Why trading is stopped, reduced or let go on.</summary>
public sealed record TradingStateRequest
{
    /// <summary>Why, for the record; 1 to 1,000 characters.</summary>
    [Required]
    public string? Reason { get; init; }
}
