using Countersign.Api.Contracts;
using Countersign.Api.Problems;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Countersign.Api.Requests;

/// <summary>Lists come in parts: <c>limit</c> and <c>cursor</c> in, <c>items</c> and <c>next</c> out.</summary>
internal static class Paging
{
    public const int LimitDefault = 50;
    private const int CursorLengthMax = 512;

    /// <summary>Which part of a list is asked for, and in which order.</summary>
    public static PageRequest Page(this Input input, string? limit, string? cursor, HttpContext context) => new(
        input.Whole("limit", limit, LimitDefault, 1, PageRequest.LimitMax), input.OptionalText("cursor", cursor, CursorLengthMax),
        context.GetEndpoint()?.Metadata.GetMetadata<PageOrderAttribute>()?.Turns(context.Request.Query[ListSort.Parameter]) == true);

    /// <summary>The part, or what is wrong with the request.</summary>
    /// <param name="input">What was read of the request.</param>
    /// <param name="page">Which part.</param>
    /// <param name="list">Reads it; called only where the input is right.</param>
    /// <param name="map">Makes a row an item.</param>
    public static async Task<Results<Ok<ListPage<TItem>>, ProblemResult>> ListAsync<TRow, TItem>(
        this Input input, PageRequest page, Func<PageRequest, Task<Page<TRow>>> list, Func<TRow, TItem> map)
    {
        if (input.Problem is { } problem)
        {
            return problem;
        }

        try
        {
            var rows = await list(page);
            return TypedResults.Ok(new ListPage<TItem>([.. rows.Items.Select(map)], rows.Next));
        }
        catch (FormatException e) when (page.Cursor is not null)
        {
            // Only the list itself can tell whether a cursor is one of its own.
            return ApiProblems.InputInvalid("cursor", e.Message);
        }
    }
}
