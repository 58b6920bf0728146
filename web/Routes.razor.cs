using Countersign.Api.Contracts.Client;
using Countersign.Web.Layout;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web;

/// <summary>The desk's pages for who is signed in; one visit for as long as the browser's page is open.</summary>
public sealed partial class Routes
{
    private readonly CancellationTokenSource leaving = new();
    private Visit? visit;
    private string? problem;

    /// <summary>Which signed-in session this page belongs to. It reaches the browser encrypted only.</summary>
    [Parameter, EditorRequired]
    public string SessionId { get; set; } = "";

    [Parameter, EditorRequired]
    public string Theme { get; set; } = "";

    /// <summary>The reader's time zone.</summary>
    [Parameter, EditorRequired]
    public string Zone { get; set; } = "";

    /// <summary>Rows of a part of a list.</summary>
    [Parameter, EditorRequired]
    public int Rows { get; set; }

    [Inject]
    private DeskApi Api { get; set; } = null!;

    [Inject]
    private DeskSessions Sessions { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        if (visit is not null)
        {
            await visit.DisposeAsync();
        }
    }

    /// <summary>The page is loaded anew, at the address that was asked for.</summary>
    private void Onward() => Navigation.Refresh(forceReload: true);

    protected override async Task OnInitializedAsync()
    {
        if (Sessions.Find(SessionId) is not { } session)
        {
            problem = "This session is over. Load the page again to sign in.";
            return;
        }

        var opened = new Visit(Api, session, new DisplayChoices(Theme, DisplayChoices.ZoneOf(Zone), "/", Rows), Time);
        try
        {
            await opened.OpenAsync(leaving.Token);
            visit = opened;
        }
        catch (Exception e) when (e is DeskUnavailableException or SessionEndedException or ApiProblemException or OperationCanceledException)
        {
            problem = e is ApiProblemException refused ? string.Join(" ", refused.Problem.Lines()) : e.Message;
            await opened.DisposeAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        // The stream is a tenant's: the platform's people have none to follow.
        if (visit is { Follows: false, LacksSecondFactor: false } && visit.May("read"))
        {
            visit.Follow();
        }
    }
}
