using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Markets;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Markets;
using Countersign.Grains.Markets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Markets;
using Item = Countersign.Domain.Markets.NewsItem;

namespace Countersign.Api.Markets;

/// <summary>News: what the platform imported, and what the tenant added for itself.</summary>
internal static class NewsEndpoints
{
    private const string SourceDefault = "manual";

    public static void MapNews(this IEndpointRouteBuilder api)
    {
        api.MapReads("Markets").MapGet("/news", ListAsync).WithSummary("News, newest first").WithName("ListNews");
        api.MapFor(Access.Contribute, "Markets").MapPost("/news", AddAsync)
            .WithSummary("Add a piece of news that only the own tenant sees").WithName("AddNews");
    }

    [PageOrder("-time")]
    private static async Task<Results<Ok<ListPage<Body.NewsItem>>, ProblemResult>> ListAsync(
        [Description("Only what names this instrument.")] string? symbol,
        [Description("Only of this source.")] string? source,
        [Description("Not before this time, RFC 3339.")] string? from,
        [Description("Before this time, RFC 3339.")] string? to,
        string? limit,
        string? cursor,
        HttpContext context,
        Desk desk,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var filter = new NewsFilter(
            input.Optional<Symbol>("symbol", symbol), source is null ? null : MarketInput.Source(input, source, absent: null),
            input.OptionalTime("from", from), input.OptionalTime("to", to));
        var page = input.Page(limit, cursor, context);
        return await input.ListAsync(page, p => desk.News(context.Token()).ListAsync(filter, p, cancellationToken), ToBody);
    }

    private static async Task<Results<Ok<Body.NewsItem>, ProblemResult>> AddAsync(
        AddNewsRequest request, HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var item = Read(input, request);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        await desk.News(context.Token()).AddAsync([item], cancellationToken);
        return TypedResults.Ok(ToBody(item));
    }

    private static Item Read(Input input, AddNewsRequest request)
    {
        var time = input.RequiredTime("time", request.Time);
        var headline = input.RequiredText("headline", request.Headline, Item.HeadlineMax);
        if (request.Url is { } url && !NewsReader.IsWebAddress(url))
        {
            input.Error("url", string.Create(CultureInfo.InvariantCulture, $"An http or https address of at most {Item.UrlMax} characters is right."));
        }

        if (request.Sentiment is { } sentiment && !(sentiment is >= -1 and <= 1))
        {
            input.Error("sentiment", "A number from -1 to 1 is right.");
        }

        return new Item(
            MarketInput.Source(input, request.Source, SourceDefault), input.OptionalText("id", request.Id, Item.IdMax) ?? Item.IdOf(time, headline),
            time, headline, input.OptionalText("body", request.Body, Item.BodyMax), request.Url, ReadSymbols(input, request.Symbols),
            request.Sentiment);
    }

    private static ImmutableArray<Symbol> ReadSymbols(Input input, IReadOnlyList<string>? symbols)
    {
        if (symbols?.Count > Item.SymbolsMax)
        {
            input.Error("symbols", FormattableString.Invariant($"At most {Item.SymbolsMax} are right."));
            return [];
        }

        return [.. (symbols ?? []).Select((symbol, i) => input.Required<Symbol>($"symbols[{i}]", symbol)).Distinct()];
    }

    private static Body.NewsItem ToBody(Item item) => new(
        item.Source, item.Id, item.Time, item.Headline, item.Body, item.Url, [.. item.Symbols.Select(s => s.Value)], item.Sentiment);
}
