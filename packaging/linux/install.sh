#!/bin/sh
# Installs Agent Assist from the folder in which this script lies. Started by the self-extracting archive:
#     sh agent-assist-VERSION.run                        for this user, under ~/.local, without root
#     sh agent-assist-VERSION.run -- --system            for everyone, under /opt, as root
#     sh agent-assist-VERSION.run -- --uninstall         (with --system: for everyone)
# Exit codes: 0 done; 1 nothing was changed, and one sentence says why; 2 wrong arguments.
# Users' data and settings are never touched. A model, as a zip or a folder, that lies beside the archive in a
# folder "models" is installed too.
set -eu
# The archive unpacks for its own user alone; what is installed for everyone is read by everyone.
umask 022

here=$(cd "$(dirname "$0")" && pwd)
scope=user
what=install
for word in "$@"; do
    case $word in
        --system) scope=system ;;
        --uninstall) what=uninstall ;;
        *) echo "agent-assist: unknown option $word; there are --system and --uninstall" >&2; exit 2 ;;
    esac
done

stop() {
    echo "agent-assist: $1" >&2
    exit 1
}

if [ "$scope" = system ]; then
    [ "$(id -u)" = 0 ] || stop "--system installs for everyone: start it as root, or leave --system out"
    program=/opt/agent-assist
    bin=/usr/local/bin
    share=/usr/local/share
    everyone=--for-everyone
else
    program=$HOME/.local/lib/agent-assist
    bin=$HOME/.local/bin
    share=${XDG_DATA_HOME:-$HOME/.local/share}
    everyone=
fi
case $program in
    *[!A-Za-z0-9/._+-]*) stop "menus cannot start a program from $program: use --system" ;;
esac

# What lies outside the program's own folder; the same list installs and uninstalls.
placed() {
    echo "assist.desktop $share/applications/agent-assist.desktop"
    echo "told/assist.1.gz $share/man/man1/assist.1.gz"
    echo "told/assist.bash $share/bash-completion/completions/assist"
    echo "told/_assist $share/zsh/site-functions/_assist"
    echo "told/assist.fish $share/fish/vendor_completions.d/assist.fish"
    for size in 16 22 24 32 48 64 128 256; do
        echo "told/icons/$size.png $share/icons/hicolor/${size}x$size/apps/agent-assist.png"
    done
}

uninstall() {
    [ -d "$program" ] || stop "it is not installed in $program"
    placed | while read -r _ place; do rm -f "$place"; done
    # Only a link of our own: another program may have the name.
    if [ "$(readlink "$bin/assist" || true)" = "$program/assist" ]; then rm -f "$bin/assist"; fi
    rm -rf "$program"
    # It would start nothing any more.
    if [ "$scope" = user ]; then rm -f "${XDG_CONFIG_HOME:-$HOME/.config}/autostart/agent-assist.desktop"; fi
    echo "Agent Assist is removed. Your settings, journal and models stay."
}

try_it() {
    said=$("$here/bundle/assist" --version 2>&1) && return
    missing=$(ldd "$here"/bundle/_internal/PySide6/Qt/lib/*.so* "$here"/bundle/_internal/lib*.so* \
        "$here"/bundle/_internal/PySide6/*.so 2>/dev/null | awk '/not found/ { print $1 }' | sort -u | tr '\n' ' ')
    [ -z "$missing" ] || stop "this system lacks libraries: ${missing}- install them with its package tool"
    stop "the program does not run on this system (glibc 2.35 or newer is needed): $(echo "$said" | tail -n 1)"
}

copy_program() {
    mkdir -p "$(dirname "$program")" "$bin"
    rm -rf "$program.new" "$program.old"
    cp -R "$here/bundle" "$program.new" || { rm -rf "$program.new"; stop "there is no room in $(dirname "$program")"; }
    cp "$here/install.sh" "$program.new/uninstall.sh"
    chmod -R u=rwX,go=rX "$program.new"
    if [ -d "$program" ]; then mv "$program" "$program.old"; fi
    mv "$program.new" "$program"
    rm -rf "$program.old"
    ln -sf "$program/assist" "$bin/assist"
}

place_the_rest() {
    sed "s|@PROGRAM@|$program/assist|g" "$here/entry" > "$here/assist.desktop"
    placed | while read -r from place; do
        mkdir -p "$(dirname "$place")"
        cp "$here/$from" "$place"
        chmod 644 "$place"
    done
}

take_up_models() {
    beside=${ARCHIVE_DIR:-$here}
    case $beside in
        /*) ;;
        *) beside=${USER_PWD:-$PWD}/$beside ;;
    esac
    beside=$beside/models
    [ -d "$beside" ] || return 0
    for model in "$beside"/*; do
        [ -d "$model" ] || [ "${model%.zip}" != "$model" ] || continue
        name=$(basename "$model" .zip)
        if "$program/assist" models list --json </dev/null | grep -q "\"name\": \"$name\""; then continue; fi
        "$program/assist" models install $everyone "$model" </dev/null ||
            echo "agent-assist: $model was not taken up (see above)" >&2
    done
}

tell_what_is_missing() {
    if ! ls /usr/lib*/alsa-lib/libasound_module_pcm_pulse.so /usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so \
        2>/dev/null | grep -q .; then
        echo "To hear calls, install ALSA's bridge to PulseAudio: libasound2-plugins (Debian, Ubuntu)," \
            "alsa-plugins-pulseaudio (Fedora, RHEL), alsa-plugins-pulse (openSUSE), alsa-plugins (Arch)." >&2
    fi
    case :$PATH: in
        *:"$bin":*) ;;
        *) echo "The menu starts it; for the command line, add $bin to your PATH." ;;
    esac
}

if [ "$what" = uninstall ]; then
    uninstall
else
    try_it
    copy_program
    place_the_rest
    take_up_models
    tell_what_is_missing
    echo "Agent Assist is installed in $program. To remove it: sh $program/uninstall.sh --uninstall$([ "$scope" = user ] || echo ' --system')"
fi
