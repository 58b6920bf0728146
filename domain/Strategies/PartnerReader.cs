using System.Collections.Immutable;
using Countersign.Domain.Markets;

namespace Countersign.Domain.Strategies;

/// <summary>Reads which symbols are judged beside each other.</summary>
internal sealed class PartnerReader(ErrorList errors)
{
    private const string Form = "A list such as [{\"symbols\": [\"EURUSD\", \"GBPUSD\"], \"maxAgeBars\": 2}], at most one for each of the strategy's symbols.";

    /// <param name="symbols">Those of the strategy.</param>
    public ImmutableArray<Partnership> Read(JsonFields fields, ImmutableArray<Symbol> symbols)
    {
        if (fields.List(StrategyTerms.Partners, 1, StrategyBounds.SymbolsMax, Form, required: false) is not { } items)
        {
            return [];
        }

        var before = errors.Count;
        var partners = ImmutableArray.CreateBuilder<Partnership>(items.Length);
        foreach (var (element, path) in items)
        {
            if (JsonFields.Of(element, path, errors, StrategyTerms.Partnership.AsSpan()) is { } partnership && ReadOne(partnership) is { } read)
            {
                RequireUse(read, partnership, symbols, partners);
                partners.Add(read);
            }
        }

        // Whose partner could not be read is not one without a partner.
        if (errors.Count == before)
        {
            RequireAll(fields.At(StrategyTerms.Partners), symbols, partners);
        }

        return partners.ToImmutable();
    }

    private Partnership? ReadOne(JsonFields partnership)
    {
        const string hint = "Two symbols, such as [\"EURUSD\", \"GBPUSD\"].";
        var age = partnership.Has("maxAgeBars") ? partnership.Whole("maxAgeBars", 0, StrategyBounds.PartnerAgeBarsMax) : Partnership.MaxAgeStandard;
        if (partnership.List("symbols", 2, 2, hint, required: true) is not { } items)
        {
            return null;
        }

        var first = SymbolReader.Read(items[0].Element, items[0].Path, errors);
        var second = SymbolReader.Read(items[1].Element, items[1].Path, errors);
        if (first is null || second is null || age is null)
        {
            return null;
        }

        if (first == second)
        {
            var other = first.Value.Value == "GBPUSD" ? "EURUSD" : "GBPUSD";
            errors.Add(items[1].Path, $"{second} stands here twice.", $"A symbol has another one as its partner, such as \"{other}\".");
            return null;
        }

        return new Partnership(first.Value, second.Value, age.Value);
    }

    private void RequireUse(Partnership read, JsonFields partnership, ImmutableArray<Symbol> symbols, ImmutableArray<Partnership>.Builder earlier)
    {
        Symbol[] traded = [.. new[] { read.First, read.Second }.Where(symbols.Contains)];
        if (traded.Length == 0 && !symbols.IsEmpty)
        {
            errors.Add(partnership.At("symbols"), $"Neither {read.First} nor {read.Second} is one of the strategy's symbols.", "At least one of the two stands in 'symbols'.");
        }

        foreach (var symbol in traded.Where(symbol => earlier.Any(other => other.PartnerOf(symbol) is not null)))
        {
            errors.Add(partnership.At("symbols"), $"{symbol} has a partner already.", "One partner for each of the strategy's symbols.");
        }
    }

    private void RequireAll(string path, ImmutableArray<Symbol> symbols, ImmutableArray<Partnership>.Builder partners)
    {
        foreach (var alone in symbols.Where(symbol => !partners.Any(partnership => partnership.PartnerOf(symbol) is not null)))
        {
            errors.Add(path, $"{alone} has no partner.", "The rules are the same for all of the strategy's symbols: give each of them one.");
        }
    }
}
