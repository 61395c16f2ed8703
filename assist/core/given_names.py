"""Names that people have: given names of many countries, and common surnames for behind a title.

Written for this program. All are in small letters without accents, as a recogniser writes them.
A name that is also an everyday word stands in WORDS_TOO: hearing it alone proves little.
"""

_WOMEN = """
aaliyah abby abigail ada adaeze adela adele adelaide adriana adrienne agatha agnes agnieszka aida aileen aimee aisha akiko
alana alba alejandra aleksandra alessandra alexa alexandra alexia alexis alice alicia alina alisha alison alissa allison
alma althea alyssa amal amalia amanda amara amber amelia amelie amina amira amy ana anabel anastasia andrea angela
angelica angelina angie anika anita anja ann anna annabel annabelle annalise anne anneke annette annie annika antonia
anya aoife april arabella araceli ariana arlene asha ashley ashlyn asma astrid athena audrey aurora autumn ava avery aya
ayesha ayse barbara beata beatrice beatrix beatriz becky belinda bella bernadette bernice bertha beryl bess beth bethan
bethany betsy betty beverley beverly bianca birgit blanca blessing bonita bonnie brandy brenda briana brianna bridget
brigitte britney brittany brooke brooklyn camila camilla camille candace candice cara carina carla carlotta carly carmel
carmela carmen carol carole carolina caroline carolyn carrie casey cassandra cassie catalina catherine cathy cecilia
celeste celia celine chandra chantal charity charlene charlotte chelsea cherie cheryl chiara chidinma chioma chloe
christa christelle christina christine christy ciara cindy claire clara clarissa claudette claudia clementine cleo
colette colleen concepcion connie constance consuelo cora coral corinne cornelia courtney cristina crystal cynthia
dagmar daisy dalia dana daniela danielle danuta daphne darcy daria darlene dawn deanna debbie deborah debra deirdre
delia della delores denise diana diane dina dionne divya dolores dominique donna dora doreen doris dorothea dorothy
ebony edith edna edwina eileen eirlys elaine eleanor elena eleni elisa elisabeth elise elisha eliza elizabeth ella
ellen ellie elma eloise elsa elsie elspeth elvira emilia emily emma enid erica erika erin esme esmeralda esperanza
estelle esther ethel eudora eugenia eunice eva evangeline eve evelyn evie ewa faith fatima fatma fay faye felicia
felicity fern fernanda fiona flora florence frances francesca francine francoise freda freya frida gabriela gabriella
gabrielle gail gaynor gemma genevieve georgia georgina geraldine gertrude gillian gina ginger giovanna gisela giulia
gladys glenda gloria grace gracie greta gretchen guadalupe gudrun gwen gwendolyn gwyneth hailey hana hanna hannah
harriet hattie hayley hazel heather heba hedwig heidi helen helena helene helga henrietta hermione hilary hilda holly
honor hope hortense ida ilona ilse imani imelda imogen ina india ines ingrid ioana irena irene irina iris irma isabel
isabella isabelle isla isobel ivana ivy jacinta jackie jacqueline jada jade jamila jan jana jane janelle janet janette
janice janine jasmin jasmine jaya jayne jean jeanette jeanne jemima jenna jennie jennifer jenny jessica jessie jill
jillian jo joan joana joanna joanne jocelyn jodie johanna jolene josefina josephine josie joy joyce juana juanita
judith judy julia juliana julianne julie juliet juliette june justine kaitlyn kamila karen karin karina karla kasia
kat kate katelyn katerina kath katharina katherine kathleen kathryn kathy katia katie katja katrina katy kavita kay
kayla keira keisha kelly kelsey kendra keri kerry khadija kim kimberly kirsten kirsty klara krista kristen kristin
kristina krystal krystyna kylie lacey lakshmi lana lara larissa latasha latoya laura laurel lauren laurie lavinia layla
lea leah leanne leila leilani lena leona leonie leonora lesley leticia letitia libby lidia lila lilian liliana lillian
lilly lily lina linda lindsay lindsey ling lisa lisbeth liv livia liz liza lizzie lois lola lora loretta lorna lorraine
lottie louisa louise lucia luciana lucille lucinda lucy ludmila luisa luna lydia lynette lynn lynne mabel mackenzie
maddie madeleine madeline madison mae magda magdalena maggie maisie malgorzata mandy manuela mara marcella marcia
margaret margarita margery margot marguerite maria mariah mariam marian mariana marianne marie mariel marina marion
marisa marisol marjorie marla marlene marsha marta martha martina mary maryam matilda maud maude maura maureen mavis
maxine may maya megan mei melanie melinda melissa melody mercedes mercy meredith merle mia michaela michelle mildred
milena millicent millie mimi mina mindy minnie mira miranda miriam misty moira mollie molly mona monica monika monique
morag morgan moya muriel myra myrtle nadia nadine naima nancy naomi narges natalia natalie natasha nawal neha nell
nellie nesrin ngozi nia niamh nichola nicola nicole nicolette nicky nikita nina nisha noelle noemi nola nora noreen
norma nuala nuria octavia odette olena olga olive olivia olwen oona opal ophelia oriana paige pamela paola patience
patrice patricia patsy patty paula paulette paulina pauline pearl peggy penelope penny perla petra petronella petula
philippa phillipa phoebe phyllis pippa polly pooja poppy portia precious preeti priscilla priya prudence queenie rachael
rachel rachelle radha raisa ramona rana rani raquel rasheeda raven reba rebecca regina reina rekha renata renee rhea
rhian rhiannon rhoda rhona rhonda rina rita roberta robin robyn rochelle rocio roma romina rosa rosalie rosalind
rosamund rosanna rosario rose roseanne rosemarie rosemary rosetta rosie rowena roxana roxanne ruby rukhsana ruth ruthie
sabina sabine sabrina sade sadie saffron sakura sally salma samantha samara samia samira sandra sandy sangeeta sara
sarah sarita sasha saskia savannah scarlett selena selina selma senga serena shabnam shakira shania shanice shannon
sharon shauna sheena sheila shelley sherri sherry shirin shirley shona shreya sian sienna sierra silke silvia simone
sinead siobhan skye sofia solange sonia sonja sonya sophia sophie soraya stacey stacy stella stephanie stephany sue
sukie sumaya summer sunita susan susana susanna susannah susanne susie suzanne svetlana sybil sydney sylvia sylvie
tabitha talia tamara tameka tammy tamsin tania tanisha tanya tara tasha tatiana taylor teresa terri tess tessa thea
thelma theodora theresa therese tia tiana tiffany tilda tilly tina toni tonya tracey traci tracy tricia trina trinity
trisha trixie trudy uma una ursula usha val valentina valeria valerie vanessa vanya vera verena verity veronica vesna
vicki vicky victoria vijaya vikki viola violet virginia vivian viviana vivien vivienne wanda wendy whitney wilhelmina
willow wilma winifred winnie xenia ximena yara yasmin yasmina yasmine yelena yesenia yetunde yoko yolanda yuki yvette
yvonne zadie zahra zainab zara zehra zelda zena zoe zofia zora zoya zuleika zuzana
"""
_MEN = """
aaron abdul abdullah abel abraham adam adebayo adeel adnan adrian ahmad ahmed aidan ajay akira alan alasdair alastair
albert alberto aldo alec alejandro aleksander alessandro alex alexander alexandre alexei alfie alfonso alfred alfredo ali
alistair allan allen alonso alphonse alvaro alvin amadou amar amin amir amit amos anand anatoly anders andre andreas
andrei andres andrew andrzej andy angelo angus anil ansel anthony anton antonio antony anwar archibald archie aristotle
ariel arjun arlo armando arnaud arnav arne arnold art arthur arturo arun arvind asa asher ashok ashton asif august
augustin augustus aurelio austin axel aziz babak baldwin barnaby barney barry bart bartholomew bartosz basil bastian
beau ben benedict benito benjamin bennett benny bernard bernardo bernie bert bertram bhaskar bilal bill billy bjorn
blaine blake bob bobby bogdan boris brad bradford bradley brandon brendan brent brett brian brody bruce bruno bryan
bryce bryn bryson byron caleb callum calvin cameron carl carlo carlos carlton cary casimir cecil cedric cesar chad
charles charlie chase chen chester chidi chinedu chris christian christoph christophe christopher chuck cian clarence
clark claude claudio clay clayton clement cliff clifford clifton clint clive clyde cody cole colin colm connor conor
conrad constantine cooper cormac cornelius corey cory courtenay craig curt curtis cyril cyrus daisuke dale dalton damian
damien damon dan dane daniel danilo danny dante darcey darius darnell darrell darren darryl daryl dashiell dave david
dawid dean declan deepak delbert demetrius denis dennis denny denzel derek dermot derrick desmond deshawn devon dexter
dick didier diego dieter dietmar dilip dimitri dinesh dirk dmitri dominic dominik don donal donald donovan doug dougal
douglas doyle drew duane dudley duncan dustin dwayne dwight dylan eamon earl ed eddie edgar edmund eduard eduardo edward
edwin efrain egbert eli elias elijah elliot elliott ellis elmer elton elvin elvis emeka emil emile emiliano emilio
emmanuel emmet emre enrico enrique enzo eric erich erik ernest ernesto ernie erwin esteban ethan eugene evan everett
ewan ezekiel ezra fabian fabio fadi faisal farid farouk felipe felix ferdinand fergus fernando fidel filip finlay finn
fionn flavio florian floyd francesco francis francisco franco francois frank frankie franklin franz fraser fred freddie
freddy frederic frederick friedrich fritz gabriel gael gareth garrett garry garth gary gaurav gavin gene geoff geoffrey
george georgi gerald gerard gerhard gerry gianni gideon gil gilbert giles gino giorgio giovanni giuseppe glen glenn
godfrey gonzalo goran gordon graeme graham grant greg gregor gregory grzegorz guido guillaume guillermo gunther gustav
gustavo guy gwilym habib hadi hakan hakim hamid hamish hamza hank hans harish harold haroon harris harrison harry
harvey hasan hassan hector heinrich heinz helmut hendrik henri henrik henry herbert herman hermann hernan hideo hiro
hiroshi hiram homer horace horst howard hubert hugh hugo humphrey hussain hussein huw hyun iain ian ibrahim idris ignacio
igor ike ikram imran ira isaac isaiah ismail israel issa ivan ivor jack jackson jacob jacques jaden jaime jake jakob
jakub jamal james jamie jan janek jared jarek jason jasper javier jay jayden jeff jeffery jeffrey jerald jeremiah jeremy
jermaine jerome jerry jesse jesus jethro jim jimmy joachim joao joaquin jock joe joel joey johan johann john johnathan
johnny jon jonah jonas jonathan jordan jorge jose josef joseph josh joshua josiah juan juergen jules julian julien julio
julius junaid jurgen justin kai kamal kareem karel karim karl karol karthik kasper kazuo keanu keith kelvin ken kendall
kendrick kenneth kenny kenji kent kermit kevin khalid khalil kieran kim kirk klaus kofi konrad konstantin krishna kris
krzysztof kumar kurt kwame kyle lachlan lamar lance lars laszlo laurence laurent lawrence lech lee leif leigh leo leon
leonard leonardo leonid leopold leroy leslie lester levi lewis liam lincoln linus lionel lloyd logan loic lorcan lorenzo
lou louie louis luc luca lucas lucian lucien luigi luis luka lukas lukasz luke luther lyle maciej madhav magnus mahmoud
malachi malcolm malik mandeep manfred manish manoj manuel marc marcel marcelo marcin marco marcos marcus marek mario
marius mark marko marlon marshall martin marty marvin mason massimo mateo mateusz mathew mathias mathieu matt matteo
matthew matthias maurice mauricio max maximilian maxwell mehdi mehmet mehul melvin mervyn micah michael michal michel
miguel mike mikhail milan miles milo milos milton miroslav mitch mitchell mohamed mohammad mohammed mohan mordecai morris
mortimer moses mostafa muhammad murad murray musa mustafa myles nabil nadeem naoki narendra nasir nate nathan nathaniel
naveen neal ned neil nelson nestor neville niall nicholas nick nicolas niels nigel nikhil niklas nikolai nikolas nils
noah noel nolan norbert norman obinna octavio oleg oliver olivier ollie olu omar omari orlando oscar osman oswald otis
otto owain owen pablo paddy padraig pascal patrick patryk paul paulo pavel pawel pedro per perry pete peter petros
phil philip philippe phillip phineas pierce pierre piers piet pietro piotr prakash pranav praveen preston quentin quincy
quinn rafael rafal raheem rahim rahul raj rajesh rajiv ralph ramesh ramon randall randolph randy raoul raphael rashid
rasmus raul ravi ray raymond reece reggie reginald reinhard remy rene reuben rex reza rhys ricardo rich richard rick
ricky riley rishi rob robbie robert roberto rocco roddy roderick rodney rodolfo rodrigo rodrigue roger rohan rohit roland
rolando rolf roman romeo ron ronald ronan ronnie rory ross rowan roy ruben rudolf rudy rufus rupert russ russell rusty
ryan saad saeed salim salman salvador salvatore sam samir sammy samson samuel sandeep sandro sanjay sanjeev santiago
saul sayed scott sean sebastian sergei sergio seth shahid shane shaun shawn sheldon sherman shyam sid sidney siegfried
silas silvio simeon simon sipho slawomir sol solomon spencer stan stanislav stanley stefan stefano stephane stephen stern
steve steven stewart stig stuart sunil suresh sven syed sylvester tadeusz taha tamas tariq tarun tatsuya ted teddy
terence terrance terrell terrence terry thabo thaddeus theo theodore thierry thomas thor tim timothy tobias toby todd
tom tomas tomasz tommy tony torsten travis trent trevor tristan troy truman tucker tunde tyler tyrone ulrich umar umberto
uriel usman uwe vaclav valentin valentino vasily vernon victor vijay vikram viktor vincent vincenzo vinny virgil vishal
vito vivek vladimir wade wallace wally walt walter warren wasim wayne wei werner wes wesley wilbert wilbur wilfred
wilhelm will willard willem william willie wilson winston wojciech wolfgang wyatt xavier yan yannick yasin yasir yosef
youssef yuri yusuf yves zac zach zachary zack zane zayn zbigniew zeke zoltan zubair
"""
_WORDS_TOO = """
amber angel april art ashley august austin autumn bart basil beau bill blake blessing bob bonnie brandy brook brooke
brooklyn carol chad charity chase christian chuck clay cliff clint cole cooper coral crystal daisy dale dana dane dawn dean dick
don drew earl eve faith fay fern finn flora florence forest frank gene georgia ginger glen grace grant guy hank harmony
hazel heather holly honor hope hunter india iris israel ivy jack jade jasmine jay jean jersey jesus jo jordan joy june
kay ken kent kerry kim lance laurel lee lily lola luna mae major mandy marina mark marsha mason max may melody mercy
merle miles misty morgan myrtle nick olive opal paddy paige pat patience patty pearl peg penny per pierce polly poppy
precious prudence ravi ray reed rex rich rob robin rocky rose rosemary rosie rowan ruby rusty saffron sally sandy savannah
scarlett shannon sid sierra skye sol stern stacey star stella sue summer sydney taylor terry tia tom trinity troy tucker
van verity victor viola violet virginia wade will willow winnie wally wayne wren son ira ed al
"""
_SURNAMES = """
adams ahmed ali allen anderson andrews bailey baker barnes begum bell bennett brooks brown butler campbell carter chan
chapman chen clark clarke collins cook cooper cox cruz davies davis diaz edwards ellis evans fernandez fischer fisher
flores foster fox garcia gomez gonzalez graham gray green griffiths gupta hall hamilton harris harrison harvey henderson
hernandez hill holmes hughes hussain jackson james jenkins johnson jones joseph kaur kelly khan kim king knight kowalski
kumar lee lewis lopez macdonald marshall martin martinez mason matthews mcdonald miller mills mitchell mohammed moore
morgan morris muller murphy murray nelson nguyen novak nowak obrien okafor ortiz owen palmer parker patel perez phillips
powell price ramirez reed reid reyes reynolds richards richardson rivera roberts robertson robinson rodriguez rogers
rose ross russell ryan sanchez sanders schmidt schneider scott shah sharma shaw silva simpson singh smith stevens stewart
stone suzuki tanaka taylor thomas thompson torres turner walker wallace walsh wang ward watson webb white wilkinson
williams wilson wong wood woods wright young zhang
"""

WORDS_TOO = frozenset(_WORDS_TOO.split())
GIVEN = frozenset(_WOMEN.split()) | frozenset(_MEN.split())
SURNAMES = frozenset(_SURNAMES.split())
