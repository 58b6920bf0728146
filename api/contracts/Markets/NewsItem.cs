using System.ComponentModel.DataAnnotations;

namespace Countersign.Api.Contracts.Markets;

/// <summary>A piece of news.</summary>
/// <param name="Source">Who published it.</param>
/// <param name="Id">Tells it from the source's others.</param>
/// <param name="Time">When it was published, UTC.</param>
/// <param name="Headline">One line.</param>
/// <param name="Body">The text; null where there is none.</param>
/// <param name="Url">Where it can be read; null where unknown.</param>
/// <param name="Symbols">What it is about; none for the market as a whole.</param>
/// <param name="Sentiment">From -1, bad for the symbols' price, to 1, good; null where nobody judged.</param>
public sealed record NewsItem(
    string Source, string Id, DateTimeOffset Time, string Headline, string? Body, string? Url, IReadOnlyList<string> Symbols, double? Sentiment);

/// <summary>Adds a piece of news that only the own tenant sees. One of the same source and id is replaced.</summary>
public sealed record AddNewsRequest
{
    /// <summary>Who published it: 1 to 32 lower-case letters, digits and hyphens; <c>manual</c> where absent.</summary>
    public string? Source { get; init; }

    /// <summary>Tells it from the source's others, at most 64 characters; where absent it follows from time and headline.</summary>
    public string? Id { get; init; }

    /// <summary>When it was published, RFC 3339.</summary>
    [Required]
    public string? Time { get; init; }

    /// <summary>1 to 300 characters.</summary>
    [Required]
    public string? Headline { get; init; }

    /// <summary>At most 4,000 characters.</summary>
    public string? Body { get; init; }

    /// <summary>An http or https address, at most 500 characters.</summary>
    public string? Url { get; init; }

    /// <summary>What it is about, at most 20; none for the market as a whole.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>From -1, bad for the symbols' price, to 1, good.</summary>
    public double? Sentiment { get; init; }
}
