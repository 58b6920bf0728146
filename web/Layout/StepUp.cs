using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Tenants;

namespace Countersign.Web.Layout;

/// <summary>
/// Asks the user once more who it is, where the desk wants that proved before it moves money or changes limits. One question at a time; whoever
/// needs the answer waits for it.
/// </summary>
internal sealed class StepUp(DeskApi api, DeskSession session)
{
    private TaskCompletionSource<bool>? asking;

    public event Action? Changed;

    public bool IsOpen => asking is not null;

    /// <summary>Opens the question; true once the user has proved it, false where it was given up.</summary>
    public Task<bool> AskAsync()
    {
        asking ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Changed?.Invoke();
        return asking.Task;
    }

    public void GiveUp() => End(false);

    /// <summary>What is wrong with the proof; null where it was taken.</summary>
    public async Task<string?> ProveAsync(string password, string? code)
    {
        try
        {
            var request = new ConfirmRequest { Password = password, Code = string.IsNullOrWhiteSpace(code) ? null : code.Trim() };
            if ((await api.For(session).ConfirmIdentityAsync(request)).Problem is { } problem)
            {
                return problem.Detail ?? problem.Title;
            }
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException)
        {
            return e.Message;
        }

        End(true);
        return null;
    }

    private void End(bool proved)
    {
        var waiting = asking;
        asking = null;
        waiting?.TrySetResult(proved);
        Changed?.Invoke();
    }
}
