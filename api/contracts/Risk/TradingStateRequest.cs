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
