using Countersign.Api.Contracts;
using Countersign.Api.Contracts.Tenants;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Body = Countersign.Api.Contracts.Tenants;

namespace Countersign.Api.Tenants;

/// <summary>The platform's tenants: made, suspended, retired, given quotas. Nothing here tells what a tenant trades.</summary>
internal static class PlatformTenantEndpoints
{
    private const int NameLengthMax = 100;
    private const int ReasonLengthMax = 500;
    private const int LoginLengthMax = 100;
    private const int KeepDaysDefault = 90;
    private const int KeepDaysMax = 3_650;

    public static void MapPlatformTenants(this IEndpointRouteBuilder api)
    {
        var reads = api.MapFor(Access.Platform, "Platform");
        reads.MapGet("/platform/tenants", ListAsync).WithSummary("The tenants, by id").WithName("ListTenants");
        reads.MapGet("/platform/tenants/{tenantId}", ShowAsync).WithSummary("A tenant").WithName("GetTenant");
        var changes = api.MapFor(Access.Platform, "Platform").RequireStrong();
        changes.MapPost("/platform/tenants", CreateAsync).WithSummary("Make a tenant and invite its first administrator").WithName("CreateTenant").Tells(ApiProblems.SecretToldBefore());
        changes.MapPost("/platform/tenants/{tenantId}/invitation", InviteAsync)
            .WithSummary("Invite a tenant's first administrator again")
            .WithDescription("While it has no member, such as when the invitation ran out. Earlier invitations stop working.").WithName("InviteAdministrator").Tells(ApiProblems.SecretToldBefore());
        changes.MapPut("/platform/tenants/{tenantId}/quotas", SetQuotasAsync).WithSummary("Set a tenant's quotas").WithName("SetTenantQuotas").Changes("GetTenant");
        changes.MapPost("/platform/tenants/{tenantId}/suspend", SuspendAsync).NeverShed()
            .WithSummary("Suspend a tenant").WithDescription("Its people and keys are out at once and its trading is halted.").WithName("SuspendTenant").Changes("GetTenant");
        changes.MapPost("/platform/tenants/{tenantId}/resume", ResumeAsync)
            .WithSummary("Let a tenant in again").WithDescription("Its trading stays halted until its own people resume it.").WithName("ResumeTenant").Changes("GetTenant");
        changes.MapPost("/platform/tenants/{tenantId}/retire", RetireAsync)
            .WithSummary("Close a tenant for good").WithDescription("What it has is kept for the days given; until then resuming takes it back.")
            .WithName("RetireTenant").Changes("GetTenant");
        changes.MapPost("/platform/tenants/{tenantId}/erase", EraseAsync)
            .WithSummary("Delete what a retired tenant has")
            .WithDescription(
                "After its eraseAfter, and while it has no open position, working order or unfinished backtest. It is done in the background: the status is erasing, then erased. "
                + "Hashes of its events stay, so that the journal's chains hold; nothing else does, and there is no way back.")
            .WithName("EraseTenant").Changes("GetTenant");
    }

    private static async Task<Results<Ok<ListPage<PlatformTenant>>, ProblemResult>> ListAsync(
        string? limit, string? cursor, HttpContext context, Desk desk, CancellationToken cancellationToken)
    {
        var input = new Input();
        var page = input.Page(limit, cursor, context);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var ids = await desk.Tenants.ListAsync(page, cancellationToken);
        var tenants = await Task.WhenAll(ids.Items.Select(id => desk.Tenant(id).SummariseAsync(cancellationToken)));
        return TypedResults.Ok(new ListPage<PlatformTenant>(
            [.. tenants.OfType<Reply<TenantSummary>.Done>().Select(t => ToBody(t.Value))], ids.Next));
    }

    private static async Task<Results<Ok<PlatformTenant>, ProblemResult>> ShowAsync(
        string tenantId, Desk desk, CancellationToken cancellationToken) => PathId.TryRead<TenantId>(tenantId, out var id)
        ? (await desk.Tenant(id).SummariseAsync(cancellationToken)).ToOk(ToBody)
        : ApiProblems.NotFound();

    private static async Task<Results<Ok<CreatedTenant>, ProblemResult>> CreateAsync(
        CreateTenantRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        IRandomness randomness,
        IOptions<ApiOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var id = input.Required<TenantId>("tenantId", request.TenantId);
        var name = input.RequiredText("name", request.Name, NameLengthMax);
        var login = input.RequiredText("administrator", request.Administrator, LoginLengthMax);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        var by = context.Token().Caller.Actor;
        if (await desk.Tenant(id).CreateAsync(new CreateTenant(command, by, id, name), cancellationToken) is Reply<Tenant>.Refused no)
        {
            return RefusalProblems.Of(no.Refusals);
        }

        return await InviteFirstAsync(
            id, login, command, context, desk, randomness, options.Value, time,
            (tenant, invitation) => new CreatedTenant(new PlatformTenant(id.Value, name, 0, ToBody(tenant.Quotas), "open", null, null), invitation),
            cancellationToken);
    }

    private static async Task<Results<Ok<Body.Invitation>, ProblemResult>> InviteAsync(
        string tenantId,
        InviteAdministratorRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        IRandomness randomness,
        IOptions<ApiOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var login = input.RequiredText("administrator", request.Administrator, LoginLengthMax);
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<TenantId>(tenantId, out var id))
        {
            return ApiProblems.NotFound();
        }

        return await InviteFirstAsync(
            id, login, command, context, desk, randomness, options.Value, time, (_, invitation) => invitation, cancellationToken);
    }

    private static async Task<Results<Ok<TBody>, ProblemResult>> InviteFirstAsync<TBody>(
        TenantId id, string login, CommandId command, HttpContext context, Desk desk, IRandomness randomness, ApiOptions options, TimeProvider time,
        Func<Tenant, Body.Invitation, TBody> map, CancellationToken cancellationToken)
    {
        var secret = new HandedSecret(HandedSecret.Invitation, id, IdempotencyKey.Digest(command), randomness.Secret());
        var invite = new InviteMember(
            CommandId.Parse("first/" + secret.Subject), context.Token().Caller.Actor, secret.Subject, login, Roles.TenantAdmin, null, secret.Hash,
            time.GetUtcNow().AddHours(options.Tokens.InvitationHours));
        return await desk.Tenant(id).InviteAsync(invite, cancellationToken) switch
        {
            Reply<Tenant>.Refused refused => RefusalProblems.Of(refused.Refusals),
            Reply<Tenant>.Done { Value: var tenant } when tenant.Invitations.GetValueOrDefault(secret.Subject) is { } made
                && made.TokenHash == secret.Hash => TypedResults.Ok(map(tenant, InvitationEndpoints.ToBody(made, secret.ToString()))),
            _ => ApiProblems.SecretToldBefore(),
        };
    }

    private static Task<Results<Ok<PlatformTenant>, ProblemResult>> SetQuotasAsync(
        string tenantId,
        Body.TenantQuotas request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        TenantGates gates,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        if (request.MembersMax is not { } members)
        {
            input.Error("membersMax", "It is missing.");
            members = 0;
        }

        if (request.ApiKeysMax is not { } keys)
        {
            input.Error("apiKeysMax", "It is missing.");
            keys = 0;
        }

        return GovernAsync(
            tenantId, input, idempotencyKey, context, desk, gates,
            (command, by) => new SetQuotas(command, by, new Domain.Tenants.TenantQuotas(members, keys, request.RequestsPerMinute)), cancellationToken);
    }

    private static Task<Results<Ok<PlatformTenant>, ProblemResult>> SuspendAsync(
        string tenantId,
        SuspendTenantRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        TenantGates gates,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var reason = input.RequiredText("reason", request.Reason, ReasonLengthMax);
        return GovernAsync(
            tenantId, input, idempotencyKey, context, desk, gates, (command, by) => new SuspendTenant(command, by, reason), cancellationToken);
    }

    private static Task<Results<Ok<PlatformTenant>, ProblemResult>> ResumeAsync(
        string tenantId,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        TenantGates gates,
        CancellationToken cancellationToken) => GovernAsync(
            tenantId, new Input(), idempotencyKey, context, desk, gates, (command, by) => new ResumeTenant(command, by), cancellationToken);

    private static Task<Results<Ok<PlatformTenant>, ProblemResult>> RetireAsync(
        string tenantId,
        RetireTenantRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        TenantGates gates,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        var reason = input.RequiredText("reason", request.Reason, ReasonLengthMax);
        var days = request.KeepDays ?? KeepDaysDefault;
        if (days is < 1 or > KeepDaysMax)
        {
            input.Error("keepDays", $"It is {days}: 1 to {KeepDaysMax} is right.");
        }

        return GovernAsync(
            tenantId, input, idempotencyKey, context, desk, gates,
            (command, by) => new RetireTenant(command, by, reason, time.GetUtcNow().AddDays(days)), cancellationToken);
    }

    private static Task<Results<Ok<PlatformTenant>, ProblemResult>> EraseAsync(
        string tenantId,
        EraseTenantRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        HttpContext context,
        Desk desk,
        TenantGates gates,
        CancellationToken cancellationToken)
    {
        var input = new Input();
        if (request.Confirm != tenantId)
        {
            input.Error("confirm", "It is to be the tenant's id once more, as there is no way back.");
        }

        return GovernAsync(
            tenantId, input, idempotencyKey, context, desk, gates, (command, by) => new EraseTenant(command, by), cancellationToken);
    }

    private static async Task<Results<Ok<PlatformTenant>, ProblemResult>> GovernAsync(
        string tenantId, Input input, string? idempotencyKey, HttpContext context, Desk desk, TenantGates gates,
        Func<CommandId, Actor, GovernanceCommand> govern, CancellationToken cancellationToken)
    {
        var command = input.Command(idempotencyKey);
        if (input.Problem is { } problem)
        {
            return problem;
        }

        if (!PathId.TryRead<TenantId>(tenantId, out var id))
        {
            return ApiProblems.NotFound();
        }

        var reply = await desk.Tenant(id).GovernAsync(govern(command, context.Token().Caller.Actor), cancellationToken);
        gates.Forget(id);
        return reply.ToOk(ToBody);
    }

    private static PlatformTenant ToBody(TenantSummary tenant) => new(
        tenant.Id.Value, tenant.Name, tenant.Members, ToBody(tenant.Quotas),
        StatusOf(tenant), tenant.Suspended, tenant.EraseAfter);

    private static string StatusOf(TenantSummary tenant) => tenant switch
    {
        { Erasure.DoneAt: not null } => "erased",
        { Erasure: not null } => "erasing",
        { EraseAfter: not null } => "retired",
        { Suspended: not null } => "suspended",
        _ => "open",
    };

    private static Body.TenantQuotas ToBody(Domain.Tenants.TenantQuotas quotas) =>
        new() { MembersMax = quotas.MembersMax, ApiKeysMax = quotas.ApiKeysMax, RequestsPerMinute = quotas.RequestsPerMinute };
}

/// <summary>What remembers for seconds that a tenant's people and keys get in.</summary>
internal sealed class TenantGates(SessionGate sessions, ApiKeyGate keys, TenantAllowances allowances)
{
    public void Forget(TenantId tenant)
    {
        sessions.Forget(tenant);
        keys.Forget(tenant);
        allowances.Forget(tenant);
    }
}
