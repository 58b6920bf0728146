using System.Text.Json;
using Countersign.Api.Contracts.Tenants;
using Countersign.Web.Notifications;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Countersign.Web.Layout;

/// <summary>What surrounds every page: who and where one is, whether the link holds, the kill switch, the way to the other pages.</summary>
public sealed partial class DeskLayout
{
    private static readonly (string Name, string Title)[] Themes = [("auto", "System"), ("light", "Light"), ("dark", "Dark")];

    private ErrorBoundary? boundary;
    private string theme = "auto";
    private bool more;

    [CascadingParameter]
    private Visit Visit { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private IEnumerable<DeskPageEntry> Pages => PageCatalogue.All.Where(p => PageCatalogue.MaySee(Visit, p));

    private string TenantName => Visit.Me.TenantId.StartsWith("t-", StringComparison.Ordinal) ? Visit.Me.TenantId[2..] : Visit.Me.TenantId;

    private string Initial => Visit.Me.Login[..1].ToUpperInvariant();

    private string RoleNames => string.Join(", ", Visit.Me.Roles.Select(RoleText.Name));

    // A page whose address others begin with is marked on its own only.
    private static NavLinkMatch Matching(DeskPageEntry entry) =>
        PageCatalogue.All.Any(p => p != entry && p.Path.StartsWith(entry.Path, StringComparison.Ordinal)) ? NavLinkMatch.All : NavLinkMatch.Prefix;

    private string LinkClass => Visit.Feed.Link switch
    {
        LinkState.Live => "live",
        LinkState.Reconnecting => "reconnecting",
        LinkState.SignedOut => "signed-out",
        _ => "connecting",
    };

    private string LinkText => Visit.Feed.Link switch
    {
        LinkState.Live => "live",
        LinkState.Reconnecting => "reconnecting…",
        LinkState.SignedOut => "signed out",
        _ => "connecting…",
    };

    public void Dispose()
    {
        Visit.Feed.LinkChanged -= Redraw;
        Navigation.LocationChanged -= Moved;
    }

    protected override void OnInitialized()
    {
        theme = Visit.Display.Theme;
        Visit.Feed.LinkChanged += Redraw;
        Navigation.LocationChanged += Moved;
    }

    private async Task ChooseAsync(string name)
    {
        theme = name;
        await Browser.CallAsync("chooseTheme", name);
        await SaveAsync(DisplayChoices.ThemeSetting, name == "auto" ? "system" : name);
    }

    // Where it cannot be kept, this browser goes by its cookie.
    private Task SaveAsync(string setting, string value) => Visit.ActAsync(
        api => api.SetMySettingAsync(setting, new ChangeSettingRequest { Value = JsonSerializer.SerializeToElement(value) }));

    private void Moved(object? sender, LocationChangedEventArgs change)
    {
        more = false;
        boundary?.Recover();
        Redraw();
    }

    private void Recover() => boundary?.Recover();

    private void Redraw() => _ = InvokeAsync(StateHasChanged);
}
