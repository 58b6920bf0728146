using System.Collections.Immutable;
using Countersign.Domain.Audit;

namespace Countersign.Grains.Audit;

/// <summary>What a grain method answers where "no" is an expected answer.</summary>
/// <typeparam name="T">What it answers when it is done.</typeparam>
public abstract record Reply<T>
{
    /// <summary>Carried out, now or by an earlier try of the same command.</summary>
    public sealed record Done(T Value) : Reply<T>;

    /// <summary>Not carried out: at least one refusal.</summary>
    public sealed record Refused(ImmutableArray<Refusal> Refusals) : Reply<T>;
}

/// <summary>Short forms of the two replies.</summary>
public static class Reply
{
    /// <summary>The code for what does not exist, or exists for another tenant: the two look the same from outside.</summary>
    public const string NotFoundCode = "not_found";

    public static Reply<T> Done<T>(T value) => new Reply<T>.Done(value);

    public static Reply<T> Refused<T>(params ImmutableArray<Refusal> refusals) => new Reply<T>.Refused(refusals);

    public static Reply<T> NotFound<T>(string what) => new Reply<T>.Refused([new Refusal(NotFoundCode, $"There is no such {what}.")]);
}
