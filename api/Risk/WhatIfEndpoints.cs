using Countersign.Api.Contracts.Risk;
using Countersign.Api.Execution;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Domain.Risk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Body = Countersign.Api.Contracts.Risk;

namespace Countersign.Api.Risk;

/// <summary>What the gate would say of an order.</summary>
internal static class WhatIfEndpoints
{
    // Of an order that is never placed, so it needs no name of its own.
    private static readonly OrderId Nameless = OrderId.Parse("o-what-if");

    public static void MapWhatIf(this IEndpointRouteBuilder api) =>
        api.MapReads("Risk").MapPost("/risk/what-if", AskAsync)
            .WithSummary("What the risk gate would say of an order, without placing it").WithName("AskWhatIf");

    private static async Task<Results<Ok<Body.WhatIf>, ProblemResult>> AskAsync(
        WhatIfRequest request, HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var account = input.Required<AccountId>("accountId", request.AccountId);
        var ticket = OrderInput.ReadTicket(input, request, Nameless);
        return input.Problem is { } problem
            ? problem
            : (await desk.Account(context.Token(), account).CheckOrderAsync(ticket!, cancellationToken)).ToOk(ToBody);
    }

    private static Body.WhatIf ToBody(RiskReport report) => new(
        report.IsAllowed, [.. report.Refusals.Select(ExecutionMapping.ToReason)], [.. report.Findings.Select(ToBody)]);

    private static Body.RiskFinding ToBody(Domain.Risk.RiskFinding finding) => new(
        finding.Check, finding.Code, Choice.Name(finding.Verdict), Choice.Name(finding.Unit), finding.Figure, finding.Limit,
        finding.Level is { } level ? Choice.Name(level) : null, finding.Refusal?.Message);
}
