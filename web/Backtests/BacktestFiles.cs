using Countersign.Api.Contracts.Client;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Countersign.Web.Backtests;

/// <summary>A backtest's files for a browser, which has a cookie and no token: fetched from the API in the name of its session, always as a download.</summary>
internal static class BacktestFiles
{
    public static void MapBacktestFiles(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/files/backtests/{backtestId}/{file}", SendAsync).RequireAuthorization(SessionCookie.Policy).ExcludeFromDescription();

    private static async Task<Results<FileContentHttpResult, NotFound, StatusCodeHttpResult>> SendAsync(
        string backtestId, string file, HttpContext context, DeskApi desk, CancellationToken cancellationToken)
    {
        if (context.Session() is not { } session)
        {
            return TypedResults.NotFound();
        }

        var api = desk.For(session);
        Task<ApiAnswer<ApiFile>>? asked = file switch
        {
            "report" => api.ExportBacktestReportAsync(backtestId, cancellationToken),
            "trades" => api.ExportBacktestTradesAsync(backtestId, cancellationToken),
            "fills" => api.ExportBacktestFillsAsync(backtestId, cancellationToken),
            "equity" => api.ExportBacktestEquityAsync(backtestId, cancellationToken),
            "trials" => api.ExportBacktestTrialsAsync(backtestId, cancellationToken),
            _ => null,
        };
        if (asked is null)
        {
            return TypedResults.NotFound();
        }

        try
        {
            var answer = await asked;
            return answer.IsSuccess
                ? TypedResults.Bytes(
                    answer.Value.Content, answer.Value.MediaType ?? "application/octet-stream",
                    answer.Value.Name ?? $"{backtestId}-{file}{(file == "report" ? ".html" : ".csv")}")
                : TypedResults.NotFound();
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
