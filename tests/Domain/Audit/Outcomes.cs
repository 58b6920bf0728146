using System.Collections.Immutable;
using Countersign.Domain.Audit;
using Xunit;
using Xunit.Sdk;

namespace Countersign.Tests.Domain.Audit;

/// <summary>The "then" of given, when, then.</summary>
internal static class Outcomes
{
    public static ImmutableArray<TEvent> Events<TEvent>(this Outcome<TEvent> outcome) where TEvent : DomainEvent =>
        outcome switch
        {
            Outcome<TEvent>.Accepted accepted => accepted.Events,
            Outcome<TEvent>.Refused refused => throw new XunitException("Refused: " + string.Join(" ", refused.Refusals)),
            _ => throw new XunitException($"{outcome}"),
        };

    public static T Single<T, TEvent>(this Outcome<TEvent> outcome) where TEvent : DomainEvent where T : TEvent =>
        Assert.IsType<T>(Assert.Single(outcome.Events()));

    public static ImmutableArray<Refusal> Refusals<TEvent>(this Outcome<TEvent> outcome) where TEvent : DomainEvent =>
        Assert.IsType<Outcome<TEvent>.Refused>(outcome).Refusals;

    public static string RefusalCode<TEvent>(this Outcome<TEvent> outcome) where TEvent : DomainEvent =>
        Assert.Single(outcome.Refusals()).Code;

    public static string[] Codes(this ImmutableArray<Refusal> refusals) => [.. refusals.Select(r => r.Code)];
}
