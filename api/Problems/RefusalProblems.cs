using System.Collections.Frozen;
using System.Collections.Immutable;
using Countersign.Api.Contracts;
using Countersign.Domain.Audit;
using Countersign.Grains.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Countersign.Api.Problems;

/// <summary>The one place where the desk's refusals become answers. A "no" to the request itself is 422, one to its moment is
/// 409.</summary>
internal static class RefusalProblems
{
    // A thing that is not there has one answer, whatever the kind: the same as for another tenant's.
    private static readonly FrozenSet<string> NotFound = new[]
    {
        Reply.NotFoundCode, "account.not_open", "idea.not_found", "auth.user_not_found", "execution.unknown_order",
        "tenant.not_found", "tenant.member_not_found", "tenant.invitation_not_found", "tenant.permission_set_not_found", "key.not_found",
        "auth.passkey_unknown", "import.not_found", "settings.not_found", "webhook.not_found", "webhook.delivery_not_found",
    }.ToFrozenSet(StringComparer.Ordinal);

    // The same request could have been right at another moment.
    private static readonly FrozenSet<string> Conflict = new[]
    {
        "idea.not_waiting", "idea.not_executing", "idea.already_raised", "idea.expired", "account.already_open", "auth.already_registered",
        "execution.order_finished", "order.amend_pending", "order.cancel_pending", "order.unconfirmed", "strategy.exists", "strategy.not_active",
        "strategy.retired",
        "auth.codes_enabled", "auth.codes_not_started", "auth.codes_absent", "auth.passkey_known", "tenant.last_administrator",
        "tenant.permission_set_in_use", "tenant.already_created", "tenant.has_members",
        "import.offset", "import.not_receiving", "import.too_many", "tenant.erased", "tenant.not_retired", "tenant.still_open", "tenant.kept",
        "backtest.exists", "backtest.ended", "backtest.not_ended", "backtest.no_result", "backtest.result_gone", "backtest.queue_full",
        "backtest.no_study", "backtest.no_trials", "webhook.inactive", "webhook.exists",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static Results<Ok<TBody>, ProblemResult> ToOk<T, TBody>(this Reply<T> reply, Func<T, TBody> map) => reply switch
    {
        Reply<T>.Done done => TypedResults.Ok(map(done.Value)),
        Reply<T>.Refused refused => Of(refused.Refusals),
        _ => throw new InvalidOperationException($"{reply.GetType().Name} is no reply."),
    };

    /// <param name="reply">The grain's answer.</param>
    /// <param name="where">The address of what was created.</param>
    /// <param name="map">What is answered.</param>
    public static Results<Created<TBody>, ProblemResult> ToCreated<T, TBody>(
        this Reply<T> reply, string where, Func<T, TBody> map) => reply switch
    {
        Reply<T>.Done done => TypedResults.Created(where, map(done.Value)),
        Reply<T>.Refused refused => Of(refused.Refusals),
        _ => throw new InvalidOperationException($"{reply.GetType().Name} is no reply."),
    };

    /// <param name="reply">The grain's answer.</param>
    /// <param name="where">Where to see what becomes of it.</param>
    /// <param name="map">What is answered.</param>
    public static Results<Accepted<TBody>, ProblemResult> ToAccepted<T, TBody>(
        this Reply<T> reply, string where, Func<T, TBody> map) => reply switch
    {
        Reply<T>.Done done => TypedResults.Accepted(where, map(done.Value)),
        Reply<T>.Refused refused => Of(refused.Refusals),
        _ => throw new InvalidOperationException($"{reply.GetType().Name} is no reply."),
    };

    /// <summary>Done, and nothing to tell.</summary>
    public static Results<NoContent, ProblemResult> ToNothing<T>(this Reply<T> reply) =>
        reply is Reply<T>.Refused refused ? Of(refused.Refusals) : TypedResults.NoContent();

    /// <summary>How a refusal is answered that stands alone.</summary>
    public static int StatusOf(string code) => NotFound.Contains(code) ? StatusCodes.Status404NotFound
        : Conflict.Contains(code) ? StatusCodes.Status409Conflict
        : StatusCodes.Status422UnprocessableEntity;

    /// <summary>By which code it is answered.</summary>
    public static string CodeOf(string code) => NotFound.Contains(code) ? ProblemCodes.NotFound : code;

    public static ProblemResult Of(ImmutableArray<Refusal> refusals)
    {
        if (refusals.Any(r => NotFound.Contains(r.Code)))
        {
            return ApiProblems.NotFound();
        }

        return new ProblemResult
        {
            Status = refusals.Any(r => Conflict.Contains(r.Code))
                ? StatusCodes.Status409Conflict
                : StatusCodes.Status422UnprocessableEntity,
            Code = refusals[0].Code,
            Title = "The desk refuses this.",
            Detail = refusals.Length == 1 ? refusals[0].Message : $"{refusals.Length} reasons, see refusals.",
            Refusals = [.. refusals.Select(r => new RefusalReason(r.Code, r.Message))],
        };
    }
}
