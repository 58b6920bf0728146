using Microsoft.JSInterop;

namespace Countersign.Web.Layout;

/// <summary>Our script in the browser. What is asked of a browser that has gone is not done, and that is no error.</summary>
internal sealed class BrowserScript(IJSRuntime browser) : IAsyncDisposable
{
    private readonly Lazy<Task<IJSObjectReference>> module =
        new(() => browser.InvokeAsync<IJSObjectReference>("import", "/" + PageFile.Script.Address).AsTask());

    public async Task CallAsync(string function, params object?[] arguments)
    {
        try
        {
            await (await module.Value).InvokeVoidAsync(function, arguments);
        }
        catch (Exception e) when (IsGone(e))
        {
        }
    }

    public async Task<T?> CallAsync<T>(string function, params object?[] arguments)
    {
        try
        {
            return await (await module.Value).InvokeAsync<T>(function, arguments);
        }
        catch (Exception e) when (IsGone(e))
        {
            return default;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (module.IsValueCreated)
        {
            try
            {
                await (await module.Value).DisposeAsync();
            }
            catch (Exception e) when (IsGone(e))
            {
            }
        }
    }

    private static bool IsGone(Exception e) => e is JSDisconnectedException or OperationCanceledException or ObjectDisposedException;
}
