"""The words that a recogniser knows well: who is heard to say one has said it.

About a thousand of the commonest words of ordinary talk. Of the words that a recogniser wrote for
others of like sound, other forms aside, four in five were not among them: so a familiar word is not
surely another that it looks or sounds like.
"""

import re
from functools import lru_cache

FAMILIAR = frozenset(
    """
    able absolute absolutely accept accepted account accounts across act acting action actual
    add address admit advice advisor afford afraid against age agent ages ago agree ahead air
    airline airport allow allowed almost alone along already alright although amazing amount
    angry animal answer answered anxiety anxious anybody anymore anyone anyway anywhere apart
    apartment apologize apparently appear appointment appreciate area argument around arrival
    arrive arrived art article asking asleep attend attention attitude available aware awesome
    awful baby bag balance ball balls bank bar base based basically bear beautiful became become
    bed behavior behind between biggest bike bill bills birthday black blame blew blue board
    boarding body book booked boring both bother bought box boy boyfriend branch brand break
    breakfast broadband broke broken brother building bunch bus business busy button buy buying
    bye cake calling cancel cancer car card care career carry case cash cat catch cats caught
    caused center certain certainly chance chances change changed changing character characters
    charge charged chat cheap cheaper check checked checking cheers chicken child children
    choice christmas city claim class clear close clothes code coffee cold colleague college
    color comes coming common company complain complete completed completely computer concerned
    confused connected connection contact continue contract control conversation cool correct
    country couple course crazy created credit creepy cross crying cup current currently
    customer customers cut cute dad daily damage damn dark date daughter daughters dead deal
    dear death decided decision deep definitely degree delivered delivery department departure
    deposit despite details die died difficult dinner direct directed directly dirty
    disappointed discount discovered disgusted disgusting doctor dog dollars door double down
    dream drink drive driving drove dude due dumb during dying each earlier early easier east
    easy eat eating eight eighty either electric electricity eleven email empty end ended energy
    engineer english enjoy enjoyed enter entire equipment especially evening everyone exactly
    excellent except excited exciting excuse expect expected expensive experience explain
    express extra extremely eye face fact fair fake fall family fan fantastic far fast father
    fault favorite fear fee feeling feels feet fell female field fifteen fifty fight figure film
    final finally finding finger finish finished fire fix fixed flight floor fly flying follow
    followed following food forced forever forget forgot forty forward found fourteen free
    friday friendly friends front full fully fun funny furious further future game games gas
    gate general gets girl girls gives giving glad god goes gold gone goodbye gotten gross
    ground group guy guys hair half hand handle hands handset hang happening happens hate having
    head health heart heavy held hell helped helpful helps hey high higher himself history hit
    hold holding honest honestly hoping horrible horror hospital hot hotel however huge human
    hundred hurt husband ice ideas imagine immediately important impossible impressive
    incredibly information insane inside instantly instead insurance interested international
    internet interview invoice iron issue issues job join keeps kept key kid kids kill killing
    kitchen knowing knows lady land landline laptop large late lately law league learn learned
    leaves leaving leg less lets letting lie lies lift lights likely likes line list listen
    listening live lives living load loan local located location longer looks lose loss lost
    lots loud loved lovely loves loving low luck lucky machine main makes man manager march mark
    massive match may means meant media meet meeting members mention mentioned mess message
    messages messed met meter middle midnight might miss missed missing mobile mom moment
    moments monday money mortgage mostly mother mouse move moved movie movies moving music must
    myself named nasty near nearly necessary needs neither nervous network news night nights
    nine nineteen ninety nope north note notice noticed numbers obviously odd offer office often
    older once ones online onto open opened opening operator opinion order ordered original
    others otherwize outside own owner page paid pain painful paper parcel parents park part
    particular partner parts party pass passed passing past pay paying payment peace percent
    perfect performance perhaps personal pet phone phrase pick picking piece plan plane planned
    planning play playing pleasant pleasure plus points police policy pool poor pop popular
    position positive possible possibly post pounds power practice prefer pregnant premium
    present president price probably problems process project promized property proud provide
    provider public pull pulled pulling push putting quarter questions quick quickly quiet quite
    rain ran ranked rate rather rating reading ready real reality realize realized receipt
    receive received recent recently reception recognize recognized record red reference related
    relaxing released remove rental reply report request require reserved response rest
    restaurant result return ride ridiculous ring rings risk road rock romantic rooms rough
    round router rude run running sad sadly safe san saturday save saving saying says scared
    scary scene school science sea search season security seeing seem seemed self sell sending
    sense series serious seriously served service set seven seventeen seventy several shall
    shared shocked shoes short shot show showed showing shows shut sick side sight sign signal
    silly similar simple simply single sir sister sit sitting situation sixteen sixty skin sky
    sleep sleeping slept slow small smile social sold somebody somehow someone sometime
    somewhere son sound sounds south space speak speaking special spend spent spoken spring
    staff stand standing star stars starting starts state statement states station stay step
    stick stole stopped store stories story straight strange street strong stuck stuff stupid
    suck sudden suits summer sun sunday super supervisor supplier support suppose supposed
    surprize surprized sweet system table takes taking talked taste team telephone telling
    tennis term terrible test text theater themselves thin thinking thinks third thirteen thirty
    thomas thousand thousands throw thursday ticket tickets till tired tonight top total totally
    touch tough towards town track train training trash travel traveling treat trip trouble true
    trust truth tuesday turn turned turning twelve twenty twice type unbelievable under
    unfortunately united university unless upset using usually vacation value video visit voice
    waited waiting wake walk walking wall wanting wants war warm warranty waste watched watching
    water ways weather wedding wednesday weekend weight weird welcome west wet whatever whether
    white wife win window wine wish within woke woman women won wonderful wondering words worked
    workers works worried worry worse worst worth wow write writing written yellow young younger
    yourself zero
    """.split()
)

_ENDING = re.compile(r"(?:ing|ed|es|s|e|d)$")
_SHORTEST_STEM = 3


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What a word has in common with its other forms, roughly: "stopped" and "stops" are "stop"."""
    if word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    rest = _ENDING.sub("", word)
    doubled = len(rest) > _SHORTEST_STEM and rest[-1] == rest[-2] and rest[-1] not in "sl"
    return rest[:-1] if doubled else rest


def forms_of_one(one: str, other: str) -> bool:
    """Whether two words differ by an ending alone: "refund" and "refunds", "call" and "calling"."""
    if one + "e" == other or other + "e" == one:
        return False
    return len(stem(one)) >= _SHORTEST_STEM and stem(one) == stem(other)
