using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Countersign.Domain.Risk;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Tests.Api.Hosting;

/// <summary>One call that the API made.</summary>
internal sealed record GrainCall(Type Grain, string Key, string Method, IReadOnlyList<object?> Arguments, Caller? Caller);

/// <summary>
/// Stands in for the grains: remembers every call with its caller, and answers "not found", null or an empty list unless a test says
/// otherwise.
/// </summary>
internal sealed class FakeDesk
{
    private readonly ConcurrentDictionary<(Type Grain, string Method), Func<GrainCall, object?>> answers = new();
    private readonly ConcurrentDictionary<(Type Grain, string Key), object> grains = new();

    public FakeDesk() => Client = Substitute.For<IClusterClient>(Answer);

    public IClusterClient Client { get; }

    public ConcurrentQueue<GrainCall> Calls { get; } = new();

    /// <summary>What the client's <c>ServiceProvider</c> is.</summary>
    public IServiceProvider? Services { get; set; }

    public void Reset()
    {
        answers.Clear();
        grains.Clear();
        Calls.Clear();
    }

    /// <summary>Puts a grain of the test's own under a key.</summary>
    public void Put<T>(string key, T grain) where T : notnull => grains[(typeof(T), key)] = grain;

    /// <summary>Says what a method answers; the value is wrapped in the method's task.</summary>
    public void On<T>(string method, Func<GrainCall, object?> answer) => answers[(typeof(T), method)] = answer;

    private object? Answer(MethodInfo method, object?[] arguments)
    {
        if (method.Name == "get_ServiceProvider")
        {
            return Services;
        }

        var grain = method.GetGenericArguments()[0];
        var key = (string)arguments[0]!;
        return grains.GetOrAdd((grain, key), _ => Substitute.For(grain, (called, given) => Called(grain, key, called, given)));
    }

    private object? Called(Type grain, string key, MethodInfo method, object?[] arguments)
    {
        var call = new GrainCall(grain, key, method.Name, arguments, CallerContext.Current);
        if (method.Name is not (nameof(IUserGrain.GetStandingAsync) or nameof(ITenantGrain.GetRequestsPerMinuteAsync)) && (grain, method.Name) != (typeof(ISettingsGrain), nameof(ISettingsGrain.GetAsync)))
        {
            // What every request asks first is no part of what it does.
            Calls.Enqueue(call);
        }

        try
        {
            return Tasks.Completed(method.ReturnType, answers.TryGetValue((grain, method.Name), out var answer) ? answer(call) : Nothing(method.ReturnType));
        }
        catch (Exception e)
        {
            return Tasks.Faulted(method.ReturnType, e);
        }
    }

    private static object? Nothing(Type task)
    {
        var result = task.IsGenericType ? task.GetGenericArguments()[0] : null;
        return result is not { IsGenericType: true }
            ? result == typeof(AuditReport) ? new AuditReport(0, 0, [])
                : result == typeof(SessionStanding) ? new SessionStanding(0, DateTimeOffset.MaxValue)
                : result == typeof(SettingsView) ? SettingsView.None
                : result == typeof(TenantStanding) ? TenantStanding.Open
                : result == typeof(RiskPolicy) ? RiskPolicy.Unset(RiskLevel.Tenant) : null
            : result.GetGenericTypeDefinition() switch
            {
                var t when t == typeof(Reply<>) => NotFound(result),
                var t when t == typeof(Page<>) => Activator.CreateInstance(result, EmptyArray(result.GetGenericArguments()[0]), null),
                var t when t == typeof(ImmutableArray<>) => EmptyArray(result.GetGenericArguments()[0]),
                _ => null,
            };
    }

    private static object NotFound(Type reply) =>
        typeof(Reply).GetMethod(nameof(Reply.NotFound))!.MakeGenericMethod(reply.GetGenericArguments()[0]).Invoke(null, ["thing"])!;

    private static object EmptyArray(Type item) =>
        typeof(ImmutableArray).GetMethods().Single(m => m is { Name: "Create", IsGenericMethod: true } && m.GetParameters().Length == 0)
            .MakeGenericMethod(item).Invoke(null, null)!;
}
