using Orleans;
using Orleans.Runtime;

namespace Countersign.Tests.Grains.Conformance;

public interface IFilteredGrain : IGrainWithStringKey
{
    Task<string> Say(string text);

    Task<int> Add(int left, int right);

    Task<string> Fail(string message);

    /// <summary>What the filter on the way in left in the request context.</summary>
    Task<string?> Marked();

    Task<string> SayThrough(string other, string text);

    Task Nothing();
}

internal sealed class FilteredGrain : Grain, IFilteredGrain
{
    public Task<string> Say(string text)
    {
        Reports.Add(this.GetPrimaryKeyString(), $"grain {text}");
        return Task.FromResult($"said {text}");
    }

    public Task<int> Add(int left, int right) => Task.FromResult(left + right);

    public Task<string> Fail(string message) => throw new InvalidOperationException(message);

    public Task<string?> Marked() => Task.FromResult(RequestContext.Get("mark") as string);

    public Task<string> SayThrough(string other, string text) => GrainFactory.GetGrain<IFilteredGrain>(other).Say(text);

    public Task Nothing()
    {
        Reports.Add(this.GetPrimaryKeyString(), "grain nothing");
        return Task.CompletedTask;
    }
}

public interface ISelfFilteringGrain : IGrainWithStringKey
{
    Task<string> Say(string text);
}

/// <summary>A grain that filters its own calls, after the filters of the silo.</summary>
internal sealed class SelfFilteringGrain : Grain, ISelfFilteringGrain, IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        Reports.Add(this.GetPrimaryKeyString(), "own filter in");
        await context.Invoke();
        context.Result = $"[{context.Result}]";
        Reports.Add(this.GetPrimaryKeyString(), "own filter out");
    }

    public Task<string> Say(string text) => Task.FromResult(text);
}

/// <summary>Reports what passes under the key of the grain that is called, as <c>name in</c> and <c>name out</c>.</summary>
internal abstract class ReportingFilter(string name)
{
    protected async Task Pass(IGrainCallContext context, Func<Task> next)
    {
        if (context.InterfaceMethod.DeclaringType != typeof(IFilteredGrain) && context.InterfaceMethod.DeclaringType != typeof(ISelfFilteringGrain))
        {
            await next();
            return;
        }

        var report = context.TargetId.Key.ToString()!;
        Reports.Add(report, $"{name} in {context.MethodName}");
        await next();
        Reports.Add(report, $"{name} out {context.MethodName}");
    }
}

internal sealed class FirstIncomingFilter() : ReportingFilter("first"), IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) => Pass(context, context.Invoke);
}

internal sealed class SecondIncomingFilter() : ReportingFilter("second"), IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) => Pass(context, context.Invoke);
}

internal sealed class OutgoingFilter() : ReportingFilter("outgoing"), IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context) => Pass(context, context.Invoke);
}

internal sealed class ClientFilter() : ReportingFilter("client"), IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context) => Pass(context, context.Invoke);
}

/// <summary>Does to a call what its text argument asks for.</summary>
internal sealed class ObedientFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not IFilteredGrain)
        {
            await context.Invoke();
            return;
        }

        switch (context.MethodName)
        {
            case nameof(IFilteredGrain.Say) when context.Request.GetArgument(0) is string text:
                await Say(context, text);
                break;
            case nameof(IFilteredGrain.Add) when context.Request.GetArgument(1) is int right:
                context.Request.SetArgument(1, right * 10);
                await context.Invoke();
                context.Result = (int)context.Result! + 1000;
                break;
            case nameof(IFilteredGrain.Fail):
                await Translate(context);
                break;
            case nameof(IFilteredGrain.Marked):
                RequestContext.Set("mark", $"{IsClient(context.SourceId)} {context.TargetId.Type}");
                await context.Invoke();
                break;
            default:
                await context.Invoke();
                break;
        }
    }

    private static bool IsClient(GrainId? source) => source?.Type.ToString() == "sys.client";

    private static async Task Say(IIncomingGrainCallContext context, string text)
    {
        switch (text)
        {
            case "answer for me":
                context.Result = "answered by the filter";
                break;
            case "refuse":
                throw new UnauthorizedAccessException("refused by the filter");
            case "describe":
                await context.Invoke();
                context.Result = string.Join(
                    ' ',
                    context.InterfaceMethod.DeclaringType!.Name,
                    context.ImplementationMethod.DeclaringType!.Name,
                    context.MethodName,
                    context.Request.GetArgumentCount(),
                    context.TargetId.Type,
                    context.Result);
                break;
            case "who":
                await context.Invoke();
                context.Result = IsClient(context.SourceId) ? "a client" : context.SourceId!.Value.Key.ToString();
                break;
            default:
                await context.Invoke();
                break;
        }
    }

    private static async Task Translate(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (InvalidOperationException error) when (error.Message == "swallow")
        {
            context.Result = "swallowed";
        }
        catch (InvalidOperationException error) when (error.Message == "translate")
        {
            throw new NotSupportedException("translated", error);
        }
    }
}
